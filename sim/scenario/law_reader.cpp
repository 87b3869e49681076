#include "sim/scenario/law_reader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "sim/kernel/law_registry.h"
#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"
#include "sim/scenario/value_file.h"

namespace napkin {
namespace {

using Kind = LawParameter::Kind;

constexpr std::string_view kFile = "file";

std::vector<std::string> law_names() {
  std::vector<std::string> names;
  for (const auto& [name, kind] : law_kinds()) {
    if (name != kSummaryLaw) {
      names.emplace_back(name);
    }
  }
  return names;
}

bool is_summary_key(std::string_view key) {
  const LawKind* summary = find_law_kind(kSummaryLaw);
  return summary != nullptr && summary->find(key) != nullptr;
}

QuantityKind unit_of(Kind kind, QuantityKind unit) {
  switch (kind) {
    case Kind::kRatio:
      return QuantityKind::kRatio;
    case Kind::kCount:
      return QuantityKind::kCount;
    case Kind::kShape:
    case Kind::kWeights:
      return QuantityKind::kNumber;
    case Kind::kValue:
    case Kind::kPercentiles:
    case Kind::kValues:
    case Kind::kLaw:
    case Kind::kLaws:
      return unit;
  }
  return unit;
}

// What a law is shifted by may point either way.
constexpr std::string_view kShift = "by";

// No time, size, count or rate is below zero; a plain number or money may be.
void limit_to_what_exists(ValueInfo& info) {
  if (info.unit != QuantityKind::kNumber && info.unit != QuantityKind::kMoney) {
    set_lower(info, format_quantity({info.unit, 0, 0}), true);
  }
}

// Fills the arguments of one law from what stands in the scenario.
class ArgumentReader {
 public:
  ArgumentReader(const LawKind& kind, QuantityKind unit, const ReadContext& context)
      : kind_(kind), unit_(unit), context_(context) {}

  void read(std::string_view name, const LawParameter& parameter, const Node& node) {
    const std::string key(name);
    switch (parameter.kind) {
      case Kind::kValue:
      case Kind::kPercentiles:
      case Kind::kRatio:
      case Kind::kShape:
      case Kind::kCount:
        read_number(key, parameter, node);
        break;
      case Kind::kValues:
      case Kind::kWeights:
        arguments_.lists[key] = read_numbers(parameter, node);
        break;
      case Kind::kLaw:
        if (std::optional<Law> law = read_law(node, unit_, context_)) {
          arguments_.laws[key] = {std::move(*law)};
        }
        break;
      case Kind::kLaws:
        arguments_.laws[key] = read_laws(node);
        break;
    }
  }

  void read_map(const Node& map) {
    for (const NodeEntry& entry : map.entries()) {
      const LawParameter* parameter = kind_.find(entry.key);
      if (parameter != nullptr) {
        read(entry.key, *parameter, entry.value);
      } else if (entry.key == kFile && values_parameter() != nullptr) {
        arguments_.lists[std::string(values_parameter()->name)] =
            read_value_file(entry.value, unit_, context_);
      } else {
        context_.diagnostics.error(entry,
                                   fmt::format("{} takes no {}", label(), quote(entry.key)),
                                   suggestion(entry.key, keys()));
      }
    }
  }

  [[nodiscard]] const LawArguments& arguments() const { return arguments_; }

 private:
  [[nodiscard]] std::string label() const {
    return kind_.name == kSummaryLaw ? "a law without a name"
                                     : fmt::format("the law {}", kind_.name);
  }

  [[nodiscard]] std::vector<std::string> keys() const {
    std::vector<std::string> result;
    for (const LawForm& form : kind_.forms) {
      for (const LawParameter& parameter : form.parameters) {
        if (std::ranges::find(result, parameter.name) == result.end()) {
          result.emplace_back(parameter.name);
        }
      }
    }
    if (kind_.name == kSummaryLaw) {
      const std::vector<std::string> names = law_names();
      result.insert(result.end(), names.begin(), names.end());
    }
    return result;
  }

  [[nodiscard]] const LawParameter* values_parameter() const {
    for (const LawForm& form : kind_.forms) {
      const auto found = std::ranges::find(form.parameters, Kind::kValues, &LawParameter::kind);
      if (found != form.parameters.end()) {
        return &*found;
      }
    }
    return nullptr;
  }

  void read_number(const std::string& key, const LawParameter& parameter, const Node& node) {
    ValueInfo info{.type = ValueType::kQuantity, .unit = unit_of(parameter.kind, unit_)};
    const bool is_value = parameter.kind == Kind::kValue || parameter.kind == Kind::kPercentiles;
    if (is_value && key != kShift) {
      limit_to_what_exists(info);
    }
    if (const std::optional<Quantity> quantity = read_quantity(node, info, context_)) {
      arguments_.numbers[key] = quantity->value;
    }
  }

  std::vector<double> read_numbers(const LawParameter& parameter, const Node& node) {
    std::vector<double> result;
    ValueInfo info{.type = ValueType::kQuantity, .unit = unit_of(parameter.kind, unit_)};
    if (parameter.kind == Kind::kValues) {
      limit_to_what_exists(info);
    }
    if (!check_list(node, {.type = ValueType::kList}, context_)) {
      return result;
    }
    for (const Node& item : node.items()) {
      // Weights are numbers, but 90% says the same as 0.9.
      const bool share = parameter.kind == Kind::kWeights && item.text().ends_with('%');
      info.unit = share ? QuantityKind::kRatio : unit_of(parameter.kind, unit_);
      if (const std::optional<Quantity> quantity = read_quantity(item, info, context_)) {
        result.push_back(quantity->value);
      }
    }
    return result;
  }

  std::vector<Law> read_laws(const Node& node) {
    std::vector<Law> result;
    if (check_list(node, {.type = ValueType::kList}, context_)) {
      for (const Node& item : node.items()) {
        if (std::optional<Law> law = read_law(item, unit_, context_)) {
          result.push_back(std::move(*law));
        }
      }
    }
    return result;
  }

  const LawKind& kind_;
  QuantityKind unit_;
  const ReadContext& context_;
  LawArguments arguments_;
};

// The law knows which parameter is wrong; the tree knows where it stands.
void report(const LawError& error, const Node& node, const ReadContext& context) {
  const NodeEntry* entry = node.find(error.parameter());
  const Node nested = entry == nullptr && node.entries().size() == 1
                          ? node.entries().front().value.at(error.parameter())
                          : Node();
  context.diagnostics.error(entry != nullptr ? entry->value : nested ? nested : node, error.what());
}

std::optional<Law> make(const LawKind& kind,
                        const ArgumentReader& reader,
                        const Node& node,
                        const ReadContext& context) {
  try {
    return make_law(kind.name, reader.arguments());
  } catch (const LawError& error) {
    report(error, node, context);
    return std::nullopt;
  }
}

// {mean: 4ms} gives the parameters by name; 4ms, a list, or for a law of a law {constant: 4ms} is
// the usual parameter itself.
bool names_parameters(const LawKind& kind, const Node& node) {
  const bool nested = kind.bare().kind == Kind::kLaw;
  const auto is_parameter = [&](const NodeEntry& entry) { return kind.find(entry.key) != nullptr; };
  return node.is_map() && (!nested || std::ranges::any_of(node.entries(), is_parameter));
}

std::optional<Law> read_constant(const Node& node, QuantityKind unit, const ReadContext& context) {
  const std::vector<std::string> names = law_names();
  if (std::ranges::find(names, node.text()) != names.end()) {
    context.diagnostics.error(node,
                              fmt::format("the law {} needs its parameters", node.text()),
                              fmt::format("write {{{}: …}}", node.text()));
    return std::nullopt;
  }
  ValueInfo info{.type = ValueType::kQuantity, .unit = unit};
  limit_to_what_exists(info);
  const std::optional<Quantity> value = read_quantity(node, info, context);
  return value ? std::optional(Law::constant(value->value)) : std::nullopt;
}

}  // namespace

std::optional<Law> read_law(const Node& node, QuantityKind unit, const ReadContext& context) {
  if (!node.is_map() || node.entries().empty()) {
    return read_constant(node, unit, context);
  }
  const NodeEntry& first = node.entries().front();
  const bool named = node.entries().size() == 1 && !is_summary_key(first.key);
  const LawKind* kind = find_law_kind(named ? std::string_view(first.key) : kSummaryLaw);
  if (kind == nullptr) {
    const std::vector<std::string> names = law_names();
    context.diagnostics.error(
        first, fmt::format("unknown law {}", quote(first.key)), suggestion(first.key, names));
    return std::nullopt;
  }
  const std::size_t mistakes_before = context.diagnostics.count();
  ArgumentReader reader(*kind, unit, context);
  const bool bare = named && !names_parameters(*kind, first.value);
  if (bare) {
    reader.read(kind->bare().name, kind->bare(), first.value);
  } else {
    reader.read_map(named ? first.value : node);
  }
  return context.diagnostics.count() == mistakes_before ? make(*kind, reader, node, context)
                                                        : std::nullopt;
}

bool looks_like_law(const Node& node) {
  return node.is_map() && !node.entries().empty() &&
         std::ranges::all_of(node.entries(), [](const NodeEntry& entry) {
           return find_law_kind(entry.key) != nullptr || is_summary_key(entry.key);
         });
}

}  // namespace napkin
