#pragma once

#include <string>   // string
#include <utility>  // move

#include "sim/scenario/value.h"

namespace napkin {

/// What a scenario calls: `api.send`, the operation `send` of the component `api`; of one in a
/// group `cell[1].api.send`, of one that is spread over regions `api.east.send`.
struct CallReference {
  std::string component;
  std::string operation;
  Node node;  ///< where it was written, for messages

  [[nodiscard]] bool empty() const { return component.empty(); }

  [[nodiscard]] std::string text() const { return component + "." + operation; }
};

/// Reads `component.operation`; anything else is reported.
[[nodiscard]] std::optional<CallReference> read_call_reference(const Node& node,
                                                               const ReadContext& context);

namespace values {

[[nodiscard]] Value<CallReference> call_reference();

}  // namespace values
}  // namespace napkin
