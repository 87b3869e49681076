#include "sim/run/call_reference.h"

namespace napkin {

namespace {

constexpr std::string_view kExpected = "write component.operation, such as api.send";

}  // namespace

std::optional<CallReference> read_call_reference(const Node& node, const ReadContext& context) {
  if (!node.is_scalar()) {
    context.diagnostics.error(node, "expected what to call", std::string(kExpected));
    return std::nullopt;
  }
  const AddressResult parsed = parse_address(node.text());
  const std::size_t steps = parsed.address ? parsed.address->steps().size() : 0;
  if (steps < 2 || parsed.address->is_pattern() || parsed.address->steps()[steps - 2].index ||
      parsed.address->steps().back().index) {
    context.diagnostics.error(
        node, "\"" + node.text() + "\" does not say what to call", std::string(kExpected));
    return std::nullopt;
  }
  const std::size_t dot = node.text().rfind('.');
  return CallReference{node.text().substr(0, dot), node.text().substr(dot + 1), node};
}

Value<CallReference> values::call_reference() {
  return {ValueInfo{.type = ValueType::kText},
          [](const Node& node, const ValueInfo&, const ReadContext& context) {
            return read_call_reference(node, context);
          }};
}

}  // namespace napkin
