#pragma once

namespace napkin::cli {

/// Ctrl-C and kind: the first one asks the run to end with what it has, the second ends the program
/// at once.
class Interrupt {
 public:
  /// Takes over SIGINT, SIGTERM and SIGHUP, for the rest of the program.
  static void install();

  /// While it lives, the first signal ends the program at once: there is nothing to save yet.
  class AtOnce {
   public:
    AtOnce();
    ~AtOnce();
    AtOnce(const AtOnce&) = delete;
    AtOnce& operator=(const AtOnce&) = delete;
  };

  /// The signal that asked for an end, 0 so far.
  [[nodiscard]] static int signal();

  /// The exit status that goes with it: 128 + signal, with SIGHUP counted as SIGTERM.
  [[nodiscard]] static int exit_status();
};

}  // namespace napkin::cli
