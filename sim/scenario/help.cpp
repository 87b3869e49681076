#include "sim/scenario/help.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr std::size_t kNameWidth = 24;
constexpr std::size_t kTypeWidth = 28;

// Those whose keys are being printed, outermost first.
using Path = std::vector<const DeclarationInfo*>;

const DeclarationInfo* nested_of(const ValueInfo& value) {
  if (value.type == ValueType::kObject) {
    return &value.nested();
  }
  const bool holds = value.type == ValueType::kList || value.type == ValueType::kMap;
  return holds && value.element ? nested_of(*value.element) : nullptr;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t columns = columns_of(text);
  return text + std::string(columns < width ? width - columns : 1, ' ');
}

std::string presence_of(const KeyInfo& key) {
  return key.required ? "required" : key.default_text ? "default " + *key.default_text : "optional";
}

std::string key_line(const KeyInfo& key, std::size_t depth) {
  const std::string name = std::string(2 * depth + 2, ' ') + key.name;
  const std::string bounds = bounds_of(key.value);
  std::string line =
      padded(name, kNameWidth) + padded(type_text(key.value), kTypeWidth) + presence_of(key);
  line += bounds.empty() ? "" : "; " + bounds;
  line += "\n";
  return key.help.empty() ? line : line + std::string(kNameWidth, ' ') + key.help + "\n";
}

void print(const DeclarationInfo& declaration, Path& path, std::string& text) {
  path.push_back(&declaration);
  for (const KeyInfo& key : declaration.keys) {
    text += key_line(key, path.size() - 1);
    const DeclarationInfo* nested = nested_of(key.value);
    if (nested == nullptr) {
      continue;
    }
    if (std::ranges::find(path, nested) == path.end()) {
      print(*nested, path, text);
    } else {
      text += std::string(2 * path.size() + 2, ' ') + "(the same keys again)\n";
    }
  }
  path.pop_back();
}

void collect(const DeclarationInfo& declaration,
             const Node& node,
             const std::string& path,
             Path& parents,
             std::vector<DefaultInForce>& found) {
  if (std::ranges::find(parents, &declaration) != parents.end() && !node) {
    return;
  }
  parents.push_back(&declaration);
  for (const KeyInfo& key : declaration.keys) {
    const Node given = node.at(key.name);
    const std::string place = path.empty() ? key.name : path + "." + key.name;
    const bool object = key.value.type == ValueType::kObject;
    if (object && (given || key.default_text)) {
      collect(key.value.nested(), given, place, parents, found);
    } else if (!given && key.default_text) {
      found.push_back({place, *key.default_text});
    }
    const DeclarationInfo* element = object ? nullptr : nested_of(key.value);
    for (std::size_t item = 0; element != nullptr && item < given.items().size(); ++item) {
      collect(*element, given.items()[item], fmt::format("{}[{}]", place, item), parents, found);
    }
    for (std::size_t item = 0; element != nullptr && item < given.entries().size(); ++item) {
      collect(*element,
              given.entries()[item].value,
              place + "." + given.entries()[item].key,
              parents,
              found);
    }
  }
  parents.pop_back();
}

}  // namespace

std::string type_text(const ValueInfo& value) {
  switch (value.type) {
    case ValueType::kText:
      return "text";
    case ValueType::kBoolean:
      return "true | false";
    case ValueType::kQuantity:
      return std::string(name_of(value.unit));
    case ValueType::kChoice:
      return fmt::format("{}", fmt::join(value.choices, " | "));
    case ValueType::kAddress:
      return "address";
    case ValueType::kLaw:
      return fmt::format("law of a {}", name_of(value.unit));
    case ValueType::kFormula:
      return fmt::format("{}, law or formula", name_of(value.unit));
    case ValueType::kList:
      return value.element ? "list of " + type_text(*value.element) : "list";
    case ValueType::kMap:
      return value.element ? "names, each with " + type_text(*value.element) : "map";
    case ValueType::kObject:
      return "keys";
    case ValueType::kNode:
      return "anything";
  }
  return "anything";
}

std::string help_text(const DeclarationInfo& declaration) {
  std::string text = declaration.about.empty() ? "" : declaration.about + "\n\n";
  Path path;
  print(declaration, path, text);
  return text;
}

std::vector<DefaultInForce> defaults_in_force(const DeclarationInfo& declaration,
                                              const Node& node,
                                              std::string_view path) {
  std::vector<DefaultInForce> found;
  Path parents;
  collect(declaration, node, std::string(path), parents, found);
  return found;
}

}  // namespace napkin
