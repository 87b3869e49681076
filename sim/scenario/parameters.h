#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/diagnostic.h"
#include "sim/scenario/loader.h"
#include "sim/scenario/node.h"
#include "sim/scenario/value_reader.h"

namespace napkin {

/// The `params:` of a scenario: what a sweep may vary. Puts their values where other values name
/// them in braces:
///
///     params: {peak: 5, cost: {p50: 2ms, p99: 20ms}}
///     rate:     "{peak * 100/s}"     an expression, see expression.h
///     hit_cost: "{cost}"             a value alone may stand for a whole map or list
///     about:    "{peak} times {{"    within a text; {{ stands for a brace
///
/// A parameter may use others; a circle is a mistake. What is put in counts against the limits of a
/// file, so that no parameter can blow a scenario up.
class Parameters final {
 public:
  /// `params` is the map of the scenario, or absent. `names` (or null) are tried for names that are
  /// no parameter. Both `diagnostics` and `names` must outlive the parameters.
  Parameters(Node params,
             Diagnostics& diagnostics,
             const QuantityNames* names = nullptr,
             const LoadLimits& limits = {});

  /// The tree with all values put in; mistakes are reported, and leave their scalar as it is.
  [[nodiscard]] Node substitute(const Node& node);

  /// The value of a parameter with others put in; absent if there is none of this name.
  [[nodiscard]] Node find(std::string_view name);

  /// From now on these names are tried too.
  void set_names(const QuantityNames* names) { names_ = names; }

 private:
  enum class State : std::uint8_t { kOpen, kResolving, kDone };

  struct Parameter {
    Node node;
    State state = State::kOpen;
    std::size_t size = 0;  // nodes, once resolved
    std::size_t depth = 0;
  };

  [[nodiscard]] Node substitute_scalar(const Node& node);
  [[nodiscard]] Node whole_value(const Node& node, std::string_view expression);
  [[nodiscard]] std::optional<std::string> text_of(const Node& node, std::string_view expression);
  [[nodiscard]] std::optional<Quantity> quantity_of(std::string_view name);
  [[nodiscard]] bool admit(const Node& node, const Parameter& parameter);
  const Parameter* resolve(std::string_view name);
  void report_unknown(const Node& node, const std::string& message, const std::string& name);

  Diagnostics& diagnostics_;
  const QuantityNames* names_;
  LoadLimits limits_;
  std::map<std::string, Parameter, std::less<>> parameters_;
  std::size_t nodes_ = 0;    // put in so far
  std::size_t depth_ = 0;    // of the place that is being filled
  std::size_t nesting_ = 0;  // parameters being resolved
};

}  // namespace napkin
