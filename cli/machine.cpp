#include "cli/machine.h"

#include <cstdio>
#include <limits>

#include <unistd.h>

namespace napkin::cli {

namespace {

/// Pages of the program that are in memory; 0 where there is no /proc.
long resident_pages() {
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) {
    return 0;
  }
  long total = 0;
  long resident = 0;
  const int read = std::fscanf(file, "%ld %ld", &total, &resident);
  std::fclose(file);
  return read == 2 ? resident : 0;
}

}  // namespace

MachineUse Machine::use() const {
  static const std::int64_t kPageBytes = sysconf(_SC_PAGESIZE);
  return {.wall = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - started_),
          .memory_bytes = resident_pages() * kPageBytes};
}

std::int64_t Machine::memory_bytes_max() {
  const std::int64_t pages = sysconf(_SC_PHYS_PAGES);
  const std::int64_t page_bytes = sysconf(_SC_PAGESIZE);
  return pages > 0 && page_bytes > 0 ? pages * page_bytes / 10 * 9
                                     : std::numeric_limits<std::int64_t>::max();
}

}  // namespace napkin::cli
