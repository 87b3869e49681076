#include "sim/scenario/value_reader.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/law_reader.h"
#include "sim/scenario/loader.h"
#include "sim/scenario/nearest_name.h"
#include "sim/scenario/number_key.h"
#include "sim/scenario/printable.h"

namespace napkin {
namespace {

// `{peak}` without quotes is a map to YAML: `{peak: null}`.
bool is_unquoted_parameter(const Node& node) {
  return node.is_map() && node.entries().size() == 1 && node.entries().front().value.is_null();
}

// Whether the node is a scalar with content; reports it otherwise.
bool expect_scalar(const Node& node, const std::string& expected, const ReadContext& context) {
  if (node.is_scalar() && !node.is_null()) {
    return true;
  }
  const std::string wanted = "expected " + expected;
  if (is_unquoted_parameter(node)) {
    context.diagnostics.error(node,
                              "a parameter in a value has to stand in quotes",
                              fmt::format("write \"{{{}}}\"", node.entries().front().key));
  } else if (!node || node.is_null()) {
    context.diagnostics.error(node, "a value is missing here", wanted);
  } else {
    context.diagnostics.error(
        node, fmt::format("{} stands where a single value is due", shape_of(node)), wanted);
  }
  return false;
}

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

bool starts_with_letter(std::string_view text) {
  return !text.empty() && is_letter(text.front());
}

std::optional<Quantity> read_name(const Node& node,
                                  const ValueInfo& value,
                                  const ReadContext& context) {
  const std::optional<Quantity> known = context.names->find(node.text());
  if (!known) {
    const std::string hint = suggestion(node.text(), context.names->names());
    context.diagnostics.error(
        node,
        fmt::format("{} is neither a quantity nor a known name", quote(node.text())),
        hint.empty() ? fmt::format("expected {}", description_of(value)) : hint);
    return std::nullopt;
  }
  if (known->kind != value.unit) {
    context.diagnostics.error(
        node,
        fmt::format(
            "{} is a {} ({})", quote(node.text()), name_of(known->kind), format_quantity(*known)),
        fmt::format("expected {}", description_of(value)));
    return std::nullopt;
  }
  return known;
}

bool check_size(const Node& node,
                const ValueInfo& value,
                std::size_t size,
                const ReadContext& context) {
  const auto count = static_cast<std::int64_t>(size);
  const bool few =
      value.lower && count < value.lower->limit.whole + (value.lower->inclusive ? 0 : 1);
  const bool many =
      value.upper && count > value.upper->limit.whole - (value.upper->inclusive ? 0 : 1);
  if (few || many) {
    context.diagnostics.error(node,
                              fmt::format("{} items are too {}", count, few ? "few" : "many"),
                              fmt::format("there have to be {}", bounds_of(value)));
  }
  return !few && !many;
}

int compare(const Quantity& left, const Quantity& right) {
  if (is_whole(left.kind) && is_whole(right.kind)) {
    return left.whole < right.whole ? -1 : left.whole > right.whole ? 1 : 0;
  }
  return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
}

bool is_plain_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char letter) {
    return is_letter(letter) || (letter >= '0' && letter <= '9') || letter == '.' ||
           letter == '_' || letter == '/' || letter == '-';
  });
}

void report_unknown(const DeclarationInfo& declaration,
                    const NodeEntry& entry,
                    const std::vector<std::string>& other_keys,
                    const ReadContext& context) {
  std::vector<std::string> names = declaration.names();
  names.insert(names.end(), other_keys.begin(), other_keys.end());
  context.diagnostics.error(entry, "unknown key " + quote(entry.key), suggestion(entry.key, names));
}

void check_object(const Node& node,
                  const DeclarationInfo& declaration,
                  const ReadContext& context) {
  const auto nodes = match_keys(declaration, node, {}, context);
  for (std::size_t key = 0; nodes && key < nodes->size(); ++key) {
    if ((*nodes)[key]) {
      check_value((*nodes)[key], declaration.keys[key].value, context);
    }
  }
}

void check_variant(const Node& node, const VariantInfo& variants, const ReadContext& context) {
  const DeclarationInfo* const declaration = variants.find(node.at(variants.key).text());
  if (declaration == nullptr) {
    context.diagnostics.error(node, "missing key " + quote(variants.key));
    return;
  }
  std::vector<std::string> other_keys = variants.common().names();
  other_keys.push_back(variants.key);
  static_cast<void>(match_keys(*declaration, node, other_keys, context));
}

void check_elements(const Node& node, const ValueInfo& value, const ReadContext& context) {
  const bool sound = value.type == ValueType::kList ? check_list(node, value, context)
                                                    : check_map(node, value, context);
  if (!sound || !value.element) {
    return;
  }
  for (const Node& item : node.items()) {
    check_value(item, *value.element, context);
  }
  for (const NodeEntry& entry : node.entries()) {
    check_value(entry.value, *value.element, context);
  }
}

}  // namespace

std::optional<std::string> read_text(const Node& node, const ReadContext& context) {
  if (node.is_scalar() && node.quoted()) {
    return node.text();
  }
  return expect_scalar(node, "a text", context) ? std::optional(node.text()) : std::nullopt;
}

std::optional<bool> read_boolean(const Node& node, const ReadContext& context) {
  if (!expect_scalar(node, "true or false", context)) {
    return std::nullopt;
  }
  if (node.text() == "true" || node.text() == "false") {
    return node.text() == "true";
  }
  constexpr std::array<std::string_view, 6> kYes = {"yes", "on", "y", "Yes", "On", "True"};
  constexpr std::array<std::string_view, 6> kNo = {"no", "off", "n", "No", "Off", "False"};
  const bool yes = std::ranges::find(kYes, node.text()) != kYes.end();
  const bool no = std::ranges::find(kNo, node.text()) != kNo.end();
  context.diagnostics.error(node,
                            quote(node.text()) + " is neither true nor false",
                            yes  ? "write true"
                            : no ? "write false"
                                 : "");
  return std::nullopt;
}

std::optional<Address> read_address(const Node& node, const ReadContext& context) {
  if (!expect_scalar(node, "an address such as api[2]", context)) {
    return std::nullopt;
  }
  AddressResult read = parse_address(node.text());
  if (!read.address) {
    context.diagnostics.error(node, read.message);
  }
  return std::move(read.address);
}

std::optional<Quantity> read_quantity(const Node& node,
                                      const ValueInfo& value,
                                      const ReadContext& context) {
  if (!expect_scalar(node, description_of(value), context)) {
    return std::nullopt;
  }
  if (context.names != nullptr && starts_with_letter(node.text())) {
    const std::optional<Quantity> named = read_name(node, value, context);
    return named && check_bounds(node, value, *named, context) ? named : std::nullopt;
  }
  // Arithmetic knows no percent: "{hits / 2}" gives 0.45, and means 45%.
  const bool share = node.computed() && value.unit == QuantityKind::kRatio;
  QuantityResult read = parse_quantity(node.text(), share ? QuantityKind::kNumber : value.unit);
  if (share && read.quantity) {
    read.quantity->kind = QuantityKind::kRatio;
  }
  if (!read.quantity) {
    context.diagnostics.error(node, read.message, read.hint);
    return std::nullopt;
  }
  return check_bounds(node, value, *read.quantity, context) ? read.quantity : std::nullopt;
}

std::optional<std::size_t> read_choice(const Node& node,
                                       const ValueInfo& value,
                                       const ReadContext& context) {
  if (!expect_scalar(node, description_of(value), context)) {
    return std::nullopt;
  }
  const auto found = std::ranges::find(value.choices, node.text());
  if (found == value.choices.end()) {
    context.diagnostics.error(node,
                              fmt::format("{} is not a choice here", quote(node.text())),
                              suggestion(node.text(), value.choices));
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - value.choices.begin());
}

bool check_bounds(const Node& node,
                  const ValueInfo& value,
                  const Quantity& quantity,
                  const ReadContext& context) {
  const int above = value.lower ? compare(quantity, value.lower->limit) : 1;
  const int below = value.upper ? compare(quantity, value.upper->limit) : -1;
  const bool inside = (above > 0 || (above == 0 && value.lower->inclusive)) &&
                      (below < 0 || (below == 0 && value.upper->inclusive));
  if (!inside) {
    const bool low = above < 0 || (above == 0 && !value.lower->inclusive);
    context.diagnostics.error(
        node,
        fmt::format("{} is too {}", format_quantity(quantity), low ? "low" : "high"),
        "it has to be " + bounds_of(value));
  }
  return inside;
}

bool check_list(const Node& node, const ValueInfo& value, const ReadContext& context) {
  if (node.is_list()) {
    return check_size(node, value, node.items().size(), context);
  }
  const bool single = node.is_scalar() && !node.is_null();
  context.diagnostics.error(
      node,
      fmt::format("{} stands where a list is due", shape_of(node)),
      single ? fmt::format("write [{}]", node.text()) : "expected " + description_of(value));
  return false;
}

bool check_map(const Node& node, const ValueInfo& value, const ReadContext& context) {
  if (node.is_map()) {
    return check_size(node, value, node.entries().size(), context);
  }
  context.diagnostics.error(node,
                            fmt::format("{} stands where a map is due", shape_of(node)),
                            "expected " + description_of(value));
  return false;
}

void check_value(const Node& node, const ValueInfo& value, const ReadContext& context) {
  switch (value.type) {
    case ValueType::kText:
      static_cast<void>(read_text(node, context));
      break;
    case ValueType::kBoolean:
      static_cast<void>(read_boolean(node, context));
      break;
    case ValueType::kQuantity:
      if (!node.is_scalar() || !std::ranges::count(value.choices, node.text())) {
        static_cast<void>(read_quantity(node, value, context));
      }
      break;
    case ValueType::kChoice:
      static_cast<void>(read_choice(node, value, context));
      break;
    case ValueType::kAddress:
      static_cast<void>(read_address(node, context));
      break;
    case ValueType::kList:
    case ValueType::kMap:
      check_elements(node, value, context);
      break;
    case ValueType::kObject:
      check_object(node, value.nested(), context);
      break;
    case ValueType::kVariant:
      check_variant(node, *value.variants, context);
      break;
    case ValueType::kLaw:
      static_cast<void>(read_law(node, value.unit, context));
      break;
    case ValueType::kFormula:
      static_cast<void>(read_number_key(node, value, context));
      break;
    case ValueType::kNode:
      break;
  }
}

bool check_part_names(const Node& map, const ReadContext& context) {
  const std::size_t mistakes_before = context.diagnostics.count();
  for (const NodeEntry& entry : map.entries()) {
    if (!is_part_name(entry.key)) {
      context.diagnostics.error(
          entry,
          quote(entry.key) + " cannot be a name",
          "a name starts with a letter and holds up to 64 letters, digits, _ and -");
    }
  }
  return context.diagnostics.count() == mistakes_before;
}

Node default_node(const KeyInfo& key) {
  if (!key.default_text) {
    return {};
  }
  auto source = std::make_shared<Source>(
      Source{"default of " + key.name, *key.default_text, Origin::kDefault});
  if (is_plain_word(source->text)) {
    return Node::scalar(*key.default_text, {std::move(source), 1, 1});
  }
  Diagnostics diagnostics;
  Node node = load_text(std::move(source), diagnostics);
  diagnostics.throw_if_any();
  return node;
}

namespace {

/// Whether a key may stand without a value: a map of keys all of which have defaults. What is only
/// there when it is given, as `retry`, would silently not be there.
bool may_be_empty(const KeyInfo& key) {
  return key.value.type == ValueType::kNode ||
         (key.value.type == ValueType::kObject && key.default_text);
}

}  // namespace

std::optional<std::vector<Node>> match_keys(const DeclarationInfo& declaration,
                                            const Node& node,
                                            const std::vector<std::string>& other_keys,
                                            const ReadContext& context) {
  if (node && !node.is_null() && !node.is_map()) {
    context.diagnostics.error(node,
                              fmt::format("{} stands where a map of keys is due", shape_of(node)),
                              fmt::format("keys: {}", fmt::join(declaration.names(), ", ")));
    return std::nullopt;
  }
  for (const NodeEntry& entry : node.entries()) {
    if (declaration.find(entry.key) == nullptr &&
        std::ranges::find(other_keys, entry.key) == other_keys.end()) {
      report_unknown(declaration, entry, other_keys, context);
    }
  }
  std::vector<Node> nodes;
  nodes.reserve(declaration.keys.size());
  for (const KeyInfo& key : declaration.keys) {
    const NodeEntry* entry = node.find(key.name);
    const bool given = entry != nullptr;
    if (!given && key.required) {
      context.diagnostics.error(
          node, "missing key " + quote(key.name), "expected " + description_of(key.value));
    }
    if (given && entry->value.is_null() && !may_be_empty(key)) {
      context.diagnostics.error(*entry,
                                fmt::format("{} has no value", quote(key.name)),
                                "expected " + description_of(key.value));
      nodes.emplace_back();
      continue;
    }
    nodes.push_back(given ? entry->value : default_node(key));
  }
  return nodes;
}

}  // namespace napkin
