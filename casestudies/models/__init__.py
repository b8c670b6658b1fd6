"""What is learnt: sources, assemblies, case studies, testimonies, reports, proposals."""

from casestudies.models.assembly import AssemblyPage
from casestudies.models.case_study import CaseStudyPage, CaseStudyTag
from casestudies.models.evidence import CriterionAnswer, Fact, Generation, GenerationRoute, Milestone
from casestudies.models.fact_report import FactReport
from casestudies.models.index_pages import AssemblyIndexPage, CaseStudyIndexPage, ReportIndexPage, TestimonyIndexPage
from casestudies.models.member_tags import MemberTag, TagMerge, TagName
from casestudies.models.moderation import ProposalNote, ProposalVisit, with_news
from casestudies.models.proposal import Proposal
from casestudies.models.proposal_history import ProposalEvent, ProposalFile, ProposalMessage
from casestudies.models.provenance import PageProvenance
from casestudies.models.report import ReportFile, ReportPage
from casestudies.models.review_link import ReviewEvent, ReviewLink
from casestudies.models.source import Source
from casestudies.models.testimony import TestimonyPage
from casestudies.models.verification import VerificationRequest

__all__ = [
    "AssemblyIndexPage",
    "AssemblyPage",
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "CaseStudyTag",
    "CriterionAnswer",
    "Fact",
    "FactReport",
    "Generation",
    "GenerationRoute",
    "MemberTag",
    "Milestone",
    "PageProvenance",
    "Proposal",
    "ProposalEvent",
    "ProposalFile",
    "ProposalMessage",
    "ProposalNote",
    "ProposalVisit",
    "ReportFile",
    "ReportIndexPage",
    "ReportPage",
    "ReviewEvent",
    "ReviewLink",
    "Source",
    "TagMerge",
    "TagName",
    "TestimonyIndexPage",
    "TestimonyPage",
    "VerificationRequest",
    "with_news",
]
