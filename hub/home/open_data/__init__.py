"""Open data: what the site publishes, as tables, with their codebook."""

from hub.home.open_data.codebook import CODEBOOK, codebook_rows
from hub.home.open_data.dataset import DATA_TABLES, Dataset, dataset
from hub.home.open_data.loading import Report, load

__all__ = ["CODEBOOK", "DATA_TABLES", "Dataset", "Report", "codebook_rows", "dataset", "load"]
