"""What is learnt: sources, assemblies, case studies, testimonies, reports, proposals."""

from casestudies.models.assembly import AssemblyPage
from casestudies.models.case_study import CaseStudyPage, CaseStudyTag
from casestudies.models.evidence import CriterionAnswer, Fact, Generation, GenerationRoute, Milestone
from casestudies.models.fact_report import FactReport
from casestudies.models.index_pages import AssemblyIndexPage, CaseStudyIndexPage, ReportIndexPage, TestimonyIndexPage
from casestudies.models.proposal import Proposal, ProposalEvent
from casestudies.models.report import ReportFile, ReportPage
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
    "Milestone",
    "Proposal",
    "ProposalEvent",
    "ReportFile",
    "ReportIndexPage",
    "ReportPage",
    "Source",
    "TestimonyIndexPage",
    "TestimonyPage",
    "VerificationRequest",
]
