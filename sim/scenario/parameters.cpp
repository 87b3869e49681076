#include "sim/scenario/parameters.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/expression.h"
#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr std::size_t kNestingMax = 16;

struct Extent {
  std::size_t nodes = 1;
  std::size_t depth = 1;
};

Extent extent_of(const Node& node) {
  Extent result;
  const auto add = [&](const Node& part) {
    const Extent extent = extent_of(part);
    result.nodes += extent.nodes;
    result.depth = std::max(result.depth, extent.depth + 1);
  };
  for (const Node& item : node.items()) {
    add(item);
  }
  for (const NodeEntry& entry : node.entries()) {
    add(entry.value);
  }
  return result;
}

// The expression of a text that is nothing but "{...}".
std::optional<std::string_view> lone_expression(std::string_view text) {
  const bool lone =
      text.size() > 2 && text.front() == '{' && text[1] != '{' && text.find('}') == text.size() - 1;
  return lone ? std::optional(text.substr(1, text.size() - 2)) : std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string_view::npos
             ? ""
             : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// The place where a value goes keeps its position and its author; the value is what changes.
Node with_text(const Node& place, std::string text, bool quoted, bool computed) {
  return Node::scalar(std::move(text),
                      place.mark(),
                      {quoted, computed, static_cast<std::uint32_t>(place.length())});
}

}  // namespace

Parameters::Parameters(Node params,
                       Diagnostics& diagnostics,
                       const QuantityNames* names,
                       const LoadLimits& limits)
    : diagnostics_(diagnostics), names_(names), limits_(limits) {
  if (params && !params.is_null() && !params.is_map()) {
    diagnostics.error(params,
                      fmt::format("{} stands where params are due", shape_of(params)),
                      "write params: {peak: 5}");
  }
  for (const NodeEntry& entry : params.entries()) {
    if (is_name(entry.key) && entry.key.find('.') == std::string::npos) {
      parameters_.insert_or_assign(entry.key, Parameter{entry.value});
    } else {
      diagnostics.error(entry,
                        quote(entry.key) + " cannot be the name of a parameter",
                        "use letters, digits and _");
    }
  }
}

Node Parameters::substitute(const Node& node) {
  if (!node || (node.is_scalar() && node.text().find_first_of("{}") == std::string::npos)) {
    return node;
  }
  if (node.is_scalar()) {
    return substitute_scalar(node);
  }
  ++depth_;
  std::vector<Node> items;
  for (const Node& item : node.items()) {
    items.push_back(substitute(item));
  }
  std::vector<NodeEntry> entries;
  for (const NodeEntry& entry : node.entries()) {
    entries.push_back({entry.key, entry.mark, substitute(entry.value)});
  }
  --depth_;
  return node.is_map() ? Node::map(std::move(entries), node.mark())
                       : Node::list(std::move(items), node.mark());
}

Node Parameters::find(std::string_view name) {
  const Parameter* parameter = parameters_.contains(name) ? resolve(name) : nullptr;
  return parameter != nullptr ? parameter->node : Node();
}

Node Parameters::substitute_scalar(const Node& node) {
  const std::string_view text = node.text();
  if (const auto expression = lone_expression(text)) {
    return whole_value(node, trimmed(*expression));
  }
  std::string result;
  for (std::size_t position = 0; position < text.size(); ++position) {
    const char letter = text[position];
    const bool doubled = position + 1 < text.size() && text[position + 1] == letter;
    if (letter != '{' || doubled) {
      position += (letter == '{' || letter == '}') && doubled ? 1U : 0U;
      result += letter;
      continue;
    }
    const std::size_t end = text.find('}', position);
    if (end == std::string_view::npos) {
      diagnostics_.error(node, "a { is not closed", "write {{ for a brace itself");
      return node;
    }
    const auto value = text_of(node, trimmed(text.substr(position + 1, end - position - 1)));
    if (!value || result.size() + value->size() > limits_.scalar_bytes_max) {
      if (value) {
        diagnostics_.error(node, "the parameters make this value too long");
      }
      return node;
    }
    result += *value;
    position = end;
  }
  return with_text(node, std::move(result), true, false);
}

// A lone parameter stands for whatever it is; everything else is computed.
Node Parameters::whole_value(const Node& node, std::string_view expression) {
  if (is_name(expression) && parameters_.contains(expression)) {
    const Parameter* parameter = resolve(expression);
    if (parameter == nullptr || !admit(node, *parameter)) {
      return node;
    }
    const Node& value = parameter->node;
    return value.is_scalar() ? with_text(node, value.text(), value.quoted(), value.computed())
                             : value;
  }
  const auto text = text_of(node, expression);
  return text ? with_text(node, *text, false, true) : node;
}

std::optional<std::string> Parameters::text_of(const Node& node, std::string_view expression) {
  const std::size_t mistakes_before = diagnostics_.count();
  if (is_name(expression) && parameters_.contains(expression)) {
    const Parameter* parameter = resolve(expression);
    if (parameter != nullptr && parameter->node.is_scalar()) {
      return parameter->node.text();
    }
  }
  const ExpressionResult result =
      evaluate(expression, [this](std::string_view name) { return quantity_of(name); });
  if (result.quantity) {
    return format_quantity(*result.quantity);
  }
  if (diagnostics_.count() == mistakes_before) {
    report_unknown(node, result.message, result.unknown_name);
  }
  return std::nullopt;
}

std::optional<Quantity> Parameters::quantity_of(std::string_view name) {
  if (!parameters_.contains(name)) {
    return names_ != nullptr ? names_->find(name) : std::nullopt;
  }
  const Parameter* parameter = resolve(name);
  if (parameter == nullptr || !parameter->node.is_scalar()) {
    return std::nullopt;
  }
  const QuantityResult read = parse_any_quantity(parameter->node.text());
  if (!read.quantity) {
    diagnostics_.error(
        parameter->node,
        fmt::format("the parameter {} is used as a quantity, but {}", name, read.message),
        read.hint);
  }
  return read.quantity;
}

bool Parameters::admit(const Node& node, const Parameter& parameter) {
  nodes_ += parameter.size;
  const bool admitted =
      nodes_ <= limits_.nodes_max && depth_ + parameter.depth <= limits_.depth_max;
  if (!admitted) {
    diagnostics_.error(
        node,
        "the parameters make the scenario too large",
        fmt::format("at most {} nodes, {} levels deep", limits_.nodes_max, limits_.depth_max));
  }
  return admitted;
}

const Parameters::Parameter* Parameters::resolve(std::string_view name) {
  Parameter& parameter = parameters_.find(name)->second;
  if (parameter.state == State::kResolving || nesting_ == kNestingMax) {
    diagnostics_.error(parameter.node,
                       fmt::format("the parameter {} is made from itself", quote(name)));
    return nullptr;
  }
  if (parameter.state == State::kOpen) {
    parameter.state = State::kResolving;
    ++nesting_;
    parameter.node = substitute(parameter.node);
    --nesting_;
    const Extent extent = extent_of(parameter.node);
    parameter.size = extent.nodes;
    parameter.depth = extent.depth;
    parameter.state = State::kDone;
  }
  return &parameter;
}

void Parameters::report_unknown(const Node& node,
                                const std::string& message,
                                const std::string& name) {
  std::vector<std::string> known;
  for (const auto& [parameter, value] : parameters_) {
    known.push_back(parameter);
  }
  if (names_ != nullptr) {
    const std::vector<std::string> others = names_->names();
    known.insert(known.end(), others.begin(), others.end());
  }
  const std::string hint = name.empty()    ? ""
                           : known.empty() ? "declare it under params:"
                                           : suggestion(name, known);
  diagnostics_.error(node, message, hint);
}

}  // namespace napkin
