#include "sim/scenario/value_info.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/scenario/value_reader.h"

namespace napkin {
namespace {

std::string listed(const std::vector<std::string>& words) {
  return fmt::format("one of {}", fmt::join(words, ", "));
}

void check_key(const DeclarationInfo& declaration,
               const KeyInfo& key,
               std::vector<std::string>& mistakes) {
  if (declaration.find(key.name) != &key) {
    mistakes.push_back(fmt::format("{} is declared twice", key.name));
  }
  if (!key.required && !key.optional && !key.default_text) {
    mistakes.push_back(
        fmt::format("{} is neither required nor optional and has no default", key.name));
  }
  if (key.required && key.default_text) {
    mistakes.push_back(fmt::format("{} is required and has a default", key.name));
  }
  if (key.default_text) {
    Diagnostics diagnostics;
    check_value(default_node(key), key.value, diagnostics);
    if (!diagnostics.empty()) {
      mistakes.push_back(fmt::format("default of {}:\n{}", key.name, render(diagnostics)));
    }
  }
}

Bound make_bound(const ValueInfo& value, std::string_view text, bool inclusive) {
  const bool sized = value.type == ValueType::kList || value.type == ValueType::kMap;
  const QuantityKind kind = sized ? QuantityKind::kCount : value.unit;
  const QuantityResult read = parse_quantity(text, kind);
  if (!read.quantity) {
    throw std::invalid_argument(fmt::format("bound {}: {}; {}", text, read.message, read.hint));
  }
  return {*read.quantity, inclusive, std::string(text)};
}

bool holds_count(const ValueInfo& value) {
  const bool whole = value.unit == QuantityKind::kCount || value.unit == QuantityKind::kBytes;
  return value.type == ValueType::kQuantity && whole;
}

}  // namespace

const DeclarationInfo* VariantInfo::find(std::string_view name) const {
  const std::vector<Variant> variants = all();
  const auto found = std::ranges::find(variants, name, &Variant::name);
  return found == variants.end() ? nullptr : found->declaration;
}

const KeyInfo* DeclarationInfo::find(std::string_view name) const {
  const auto found = std::ranges::find(keys, name, &KeyInfo::name);
  return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> DeclarationInfo::names() const {
  std::vector<std::string> result;
  result.reserve(keys.size());
  for (const KeyInfo& key : keys) {
    result.push_back(key.name);
  }
  return result;
}

bool is_default_in_force(const KeyInfo& key, const Node& map) {
  const auto is_given = [&map](const std::string& name) { return map.find(name) != nullptr; };
  return key.default_text && !is_given(key.name) &&
         (key.goes_with.empty() || std::ranges::any_of(key.goes_with, is_given));
}

std::string description_of(const ValueInfo& value) {
  switch (value.type) {
    case ValueType::kText:
      return "a text";
    case ValueType::kBoolean:
      return "true or false";
    case ValueType::kQuantity:
      return std::string(description_of(value.unit)) +
             (value.choices.empty() ? ""
                                    : ", or " + fmt::format("{}", fmt::join(value.choices, ", ")));
    case ValueType::kChoice:
      return listed(value.choices);
    case ValueType::kAddress:
      return "an address such as api[2]";
    case ValueType::kLaw:
      return fmt::format("a law of a {}, a map or a single value", name_of(value.unit));
    case ValueType::kFormula:
      return fmt::format("a {}, a law of one, or arithmetic such as value + 1",
                         name_of(value.unit));
    case ValueType::kList:
      return value.element ? "a list, each item " + description_of(*value.element) : "a list";
    case ValueType::kMap:
      return value.element ? "a map of names, each with " + description_of(*value.element)
                           : "a map";
    case ValueType::kObject:
    case ValueType::kVariant:
      return "a map of keys";
    case ValueType::kNode:
      return "a value";
  }
  return "a value";
}

std::string bounds_of(const ValueInfo& value) {
  std::string result;
  if (value.lower) {
    result = (value.lower->inclusive ? "at least " : "more than ") + value.lower->text;
  }
  if (value.upper) {
    result += result.empty() ? "" : ", ";
    result += (value.upper->inclusive ? "at most " : "less than ") + value.upper->text;
  }
  return result;
}

std::vector<std::string> mistakes_of(const DeclarationInfo& declaration) {
  std::vector<std::string> mistakes;
  for (const KeyInfo& key : declaration.keys) {
    check_key(declaration, key, mistakes);
  }
  return mistakes;
}

void set_lower(ValueInfo& value, std::string_view text, bool inclusive) {
  Bound bound = make_bound(value, text, inclusive);
  if (holds_count(value) && value.lower && bound.limit.whole < value.lower->limit.whole) {
    throw std::invalid_argument(fmt::format("bound {} is below {}", text, value.lower->text));
  }
  value.lower = std::move(bound);
}

void set_upper(ValueInfo& value, std::string_view text, bool inclusive) {
  Bound bound = make_bound(value, text, inclusive);
  if (holds_count(value) && value.upper && bound.limit.whole > value.upper->limit.whole) {
    throw std::invalid_argument(fmt::format("bound {} is above {}", text, value.upper->text));
  }
  value.upper = std::move(bound);
}

}  // namespace napkin
