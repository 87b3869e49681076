#pragma once

namespace napkin::cli {

/// Ctrl-C and kind: the first one asks the run to end with what it has, the second ends the program
/// at once.
class Interrupt {
 public:
  /// Takes over SIGINT, SIGTERM and SIGHUP, for the rest of the program.
  static void install();

  /// The signal that asked for an end, 0 so far.
  [[nodiscard]] static int signal();

  /// The exit status that goes with it: 128 + signal, with SIGHUP counted as SIGTERM.
  [[nodiscard]] static int exit_status();
};

}  // namespace napkin::cli
