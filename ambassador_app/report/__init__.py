"""The visit report: content first, then ink."""
