"""What is learnt: sources, assemblies, case studies, testimonies, reports, proposals."""

from casestudies.models.assembly import AssemblyPage
from casestudies.models.case_study import CaseStudyPage, CaseStudyTag
from casestudies.models.evidence import CriterionAnswer, Fact, Generation, GenerationRoute, Milestone
from casestudies.models.index_pages import AssemblyIndexPage, CaseStudyIndexPage, ReportIndexPage, TestimonyIndexPage
from casestudies.models.moderation import ProposalNote, ProposalVisit, with_news
from casestudies.models.proposal import Proposal
from casestudies.models.proposal_history import ProposalEvent, ProposalFile, ProposalMessage
from casestudies.models.report import ReportFile, ReportPage
from casestudies.models.source import Source
from casestudies.models.testimony import TestimonyPage

__all__ = [
    "AssemblyIndexPage",
    "AssemblyPage",
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "CaseStudyTag",
    "CriterionAnswer",
    "Fact",
    "Generation",
    "GenerationRoute",
    "Milestone",
    "Proposal",
    "ProposalEvent",
    "ProposalFile",
    "ProposalMessage",
    "ProposalNote",
    "ProposalVisit",
    "ReportFile",
    "ReportIndexPage",
    "ReportPage",
    "Source",
    "TestimonyIndexPage",
    "TestimonyPage",
    "with_news",
]
