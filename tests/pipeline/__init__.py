"""Tests of the pipeline's parts that look back at a journal."""
