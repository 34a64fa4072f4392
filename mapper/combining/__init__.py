"""Several phrases about one site, and sites that hang on other sites: regions intersect, readings stay apart."""

from mapper.combining.drafts import Draft, finished, whole
from mapper.combining.sites import sites

__all__ = ["Draft", "finished", "sites", "whole"]
