#include "sim/scenario/value.h"

#include <limits>

#include "sim/scenario/law_reader.h"

namespace napkin::values {
namespace {

ValueInfo quantity_info(QuantityKind unit) {
  return {.type = ValueType::kQuantity, .unit = unit};
}

ValueInfo quantity_from(QuantityKind unit, std::string_view lowest) {
  ValueInfo info = quantity_info(unit);
  set_lower(info, lowest, true);
  return info;
}

Value<double> real(ValueInfo info) {
  return {std::move(info),
          [](const Node& node, const ValueInfo& known, const ReadContext& context) {
            const std::optional<Quantity> quantity = read_quantity(node, known, context);
            return quantity ? std::optional(quantity->value) : std::nullopt;
          }};
}

Bound bound_at(QuantityKind kind, std::int64_t limit) {
  const Quantity quantity{kind, static_cast<double>(limit), limit};
  return {quantity, true, format_quantity(quantity)};
}

}  // namespace

Value<std::string> text() {
  return {{.type = ValueType::kText},
          [](const Node& node, const ValueInfo&, const ReadContext& context) {
            return read_text(node, context);
          }};
}

Value<bool> boolean() {
  return {{.type = ValueType::kBoolean},
          [](const Node& node, const ValueInfo&, const ReadContext& context) {
            return read_boolean(node, context);
          }};
}

Value<Address> address() {
  return {{.type = ValueType::kAddress},
          [](const Node& node, const ValueInfo&, const ReadContext& context) {
            return read_address(node, context);
          }};
}

Value<Node> node() {
  return {{.type = ValueType::kNode}, [](const Node& given, const ValueInfo&, const ReadContext&) {
            return std::optional(given);
          }};
}

Value<Duration> duration() {
  // Longer than any run; and some dozens of them, one after the other, do not leave the clock.
  ValueInfo info = quantity_from(QuantityKind::kDuration, "0s");
  set_upper(info, "10y", true);
  return {std::move(info),
          [](const Node& node, const ValueInfo& known, const ReadContext& context) {
            const std::optional<Quantity> quantity = read_quantity(node, known, context);
            return quantity ? std::optional(Duration(quantity->whole)) : std::nullopt;
          }};
}

Value<double> number() {
  return real(quantity_info(QuantityKind::kNumber));
}

Value<double> ratio() {
  ValueInfo info = quantity_from(QuantityKind::kRatio, "0%");
  set_upper(info, "100%", true);
  return real(std::move(info));
}

Value<double> rate() {
  return real(quantity_from(QuantityKind::kRate, "0/s"));
}

Value<double> bandwidth() {
  return real(quantity_from(QuantityKind::kBandwidth, "0bps"));
}

Value<double> money() {
  return real(quantity_info(QuantityKind::kMoney));
}

Value<Law> law(QuantityKind unit) {
  return {{.type = ValueType::kLaw, .unit = unit},
          [](const Node& node, const ValueInfo& known, const ReadContext& context) {
            return read_law(node, known.unit, context);
          }};
}

Value<std::int64_t> whole(QuantityKind kind, std::int64_t lowest, std::int64_t highest) {
  ValueInfo info = quantity_info(kind);
  if (lowest > std::numeric_limits<std::int64_t>::min()) {
    info.lower = bound_at(kind, lowest);
  }
  if (highest < std::numeric_limits<std::int64_t>::max()) {
    info.upper = bound_at(kind, highest);
  }
  return {std::move(info),
          [](const Node& node, const ValueInfo& known, const ReadContext& context) {
            const std::optional<Quantity> quantity = read_quantity(node, known, context);
            return quantity ? std::optional(quantity->whole) : std::nullopt;
          }};
}

}  // namespace napkin::values
