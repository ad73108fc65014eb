"""Pictures without a toolkit: paths and text that Qt and the PDF paint alike."""
