"""Open data: what the site publishes, as tables, with their codebook."""

from hub.home.open_data.codebook import CODEBOOK, codebook_rows
from hub.home.open_data.dataset import DATA_TABLES, rows_of, write_table, write_whole
from hub.home.open_data.loading import Report, load

__all__ = ["CODEBOOK", "DATA_TABLES", "Report", "codebook_rows", "load", "rows_of", "write_table", "write_whole"]
