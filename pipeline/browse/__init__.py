"""All statements of a run in the browser, with facets and search, through Datasette."""
