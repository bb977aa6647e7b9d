"""How large the page of a large run is, and how long it takes to write.

A run is invented by the factory of the report's tests: people, topics, documents over four
years, statements with their spans. People, trends and changes are computed by the stages
themselves, with few resamples, because they are not what is measured. Ends with 1 when the
page is larger than LIMIT.

    python benchmarks/report_size.py [STATEMENTS] [DOCUMENTS]

Without arguments: 200,000 statements in 4,000 documents.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from pipeline.config import ReportSection, Settings, TrendsSection
from pipeline.report.page import write_report

LIMIT = 5_000_000  # bytes of report.html
STATEMENTS, DOCUMENTS = 200_000, 4_000

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "report"))


def main(statements: int = STATEMENTS, documents: int = DOCUMENTS) -> int:
    """Make the run, write its page, print size and seconds; 1 when the page is too large."""
    import report_factory

    with tempfile.TemporaryDirectory() as place:
        made = report_factory.material(documents=documents, statements=statements)
        settings = Settings(trends=TrendsSection(min_f_avg=0.0, resamples=100))
        folder = report_factory.write(Path(place) / "run", made, settings)
        print(f"made {len(made.statements):,} statements in {len(made.documents):,} documents")
        clock, processor = time.perf_counter(), time.process_time()
        write_report(folder, ReportSection())
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        size = (folder / "report.html").stat().st_size
        cards = (folder / "report.html").read_text(encoding="utf-8").count('<article class="card')
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"report.html {size / 1e6:.2f} MB (limit {LIMIT / 1e6:.0f}), {cards:,} statements on it")
    print(f"written in {clock:.1f} s, {processor:.1f} s of processor time; peak {peak:.0f} MB")
    return int(size > LIMIT)


if __name__ == "__main__":
    sys.exit(main(*(int(number) for number in sys.argv[1:3])))
