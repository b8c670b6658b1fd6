"""From a workshop to its report: a draft made of the programme, the notes and the questions left open."""
