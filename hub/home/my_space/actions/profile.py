"""What members correct about themselves."""

from hub.community.models import Authority, Member
from hub.core.errors import NotAllowed


def correct_profile(
    member: Member, *, by: Member, first_name: str, last_name: str, authority: Authority | None
) -> Member:
    """Change one's own name and authority, nothing else. Raises NotAllowed for somebody else's."""
    if by.pk != member.pk:
        raise NotAllowed("Vous ne pouvez corriger que vos propres données.")
    values = {"first_name": first_name, "last_name": last_name, "authority": authority}
    Member.objects.filter(pk=member.pk).update(**values)
    member.refresh_from_db()
    return member
