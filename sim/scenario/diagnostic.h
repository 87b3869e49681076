#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/scenario/node.h"

namespace napkin {

/// A mistake in a scenario: where, what, and how to mend it.
struct Diagnostic {
  Mark mark;
  std::size_t length = 1;  ///< bytes to underline
  std::string message;     ///< `unknown key "capasity"`
  std::string hint;        ///< `did you mean "capacity"?`, or what was expected; may be empty
};

/// Collects all mistakes of a scenario, so that they are told at once.
/// Keeps the first kKeptMax and counts the rest.
class Diagnostics final {
 public:
  static constexpr std::size_t kKeptMax = 100;

  void add(Diagnostic diagnostic);

  /// Reports a mistake in a value, in a key, or at a bare position.
  void error(const Node& at, std::string message, std::string hint = {});
  void error(const NodeEntry& at, std::string message, std::string hint = {});
  void error(const Mark& at, std::string message, std::string hint = {});

  [[nodiscard]] bool empty() const { return count_ == 0; }

  /// All that were reported, also those that were not kept.
  [[nodiscard]] std::size_t count() const { return count_; }

  /// The kept ones: the scenario's own file first, then by position.
  [[nodiscard]] std::vector<Diagnostic> sorted() const;

  /// Throws a ScenarioError with everything collected, if there is anything.
  void throw_if_any() const;

 private:
  std::vector<Diagnostic> kept_;
  std::size_t count_ = 0;
};

/// Bad input. `what()` is the text for the terminal: every mistake with its line quoted.
class ScenarioError final : public std::runtime_error {
 public:
  explicit ScenarioError(const Diagnostics& diagnostics);

  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// A mistake as lines of text, safe for a terminal, with a line end after the last:
///
///     chat.yaml:12:13: error: unknown key "capasity"
///        12 |     cache: {capasity: 100k}
///           |             ^~~~~~~~
///           = did you mean "capacity"?
[[nodiscard]] std::string render(const Diagnostic& diagnostic);

/// All of them, and how many more there were.
[[nodiscard]] std::string render(const Diagnostics& diagnostics);

}  // namespace napkin
