"""Everything a member or an organiser can do here, one file per concern. The only writers."""
