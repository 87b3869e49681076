#include "cli/progress.h"

#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace napkin::cli {

namespace {

constexpr int kBarCells = 24;

}  // namespace

Progress::Progress(std::string what, Duration simulated_total, bool wanted)
    : what_(std::move(what)),
      total_(simulated_total),
      shown_(wanted && isatty(STDERR_FILENO) != 0) {}

void Progress::show(Time simulated, std::int64_t runs) {
  const Clock::time_point now = Clock::now();
  if (!shown_ || now - last_ < std::chrono::milliseconds(100)) {
    return;
  }
  last_ = now;
  on_screen_ = true;
  const double share = to_seconds(simulated) / to_seconds(total_ * runs);
  const double elapsed_seconds = std::chrono::duration<double>(now - started_).count();
  const double left_seconds = share > 0 ? elapsed_seconds * (1 - share) / share : 0;
  const int cells = static_cast<int>(share * kBarCells);
  const std::string line =
      fmt::format("\r\x1b[K{} [{:#<{}}{:.<{}}] {:3.0f}%  {:.1f} s simulated, {:.0f} s left",
                  what_,
                  "",
                  cells,
                  "",
                  kBarCells - cells,
                  100 * share,
                  to_seconds(simulated),
                  left_seconds);
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

void Progress::finish() {
  if (on_screen_) {
    std::fputs("\r\x1b[K", stderr);
    on_screen_ = false;
  }
}

}  // namespace napkin::cli
