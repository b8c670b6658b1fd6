"""What is learnt: sources, assemblies, case studies, testimonies, reports, proposals."""

from casestudies.checking.models import FactReport, VerificationRequest
from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.facts import CriterionAnswer, Fact, Generation, GenerationRoute, Milestone
from casestudies.evidence.source import Source
from casestudies.followups.recommendation import Recommendation
from casestudies.followups.state import RecommendationState, StateProposal
from casestudies.moderating.models import ProposalNote, ProposalVisit, with_news
from casestudies.news.models import SheetChange
from casestudies.proposals.history import ProposalEvent, ProposalFile, ProposalMessage
from casestudies.proposals.models import Proposal
from casestudies.proposals.provenance import PageProvenance
from casestudies.publications.case_study import CaseStudyPage
from casestudies.publications.lists import AssemblyIndexPage, CaseStudyIndexPage, ReportIndexPage, TestimonyIndexPage
from casestudies.publications.meeting_report import ReportFile, ReportPage
from casestudies.publications.testimony import TestimonyPage
from casestudies.reviewing.models import ReviewEvent, ReviewLink
from casestudies.tags.models import CaseStudyTag, MemberTag, TagMerge, TagName

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
    "Recommendation",
    "RecommendationState",
    "ReportFile",
    "ReportIndexPage",
    "ReportPage",
    "ReviewEvent",
    "ReviewLink",
    "SheetChange",
    "Source",
    "StateProposal",
    "TagMerge",
    "TagName",
    "TestimonyIndexPage",
    "TestimonyPage",
    "VerificationRequest",
    "with_news",
]
