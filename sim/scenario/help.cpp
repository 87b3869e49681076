#include "sim/scenario/help.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr std::size_t kNameWidth = 20;
constexpr std::size_t kLineWidth = 80;

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

// The text in lines of at most kLineWidth columns, each but the first behind `indent` spaces.
std::string filled(const std::string& text, std::size_t indent) {
  std::string result;
  std::size_t column = indent;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    const std::string word = text.substr(start, end - start);
    const std::size_t columns = columns_of(word);
    const bool first = column == indent;
    if (!first && column + 1 + columns > kLineWidth) {
      result += "\n" + std::string(indent, ' ') + word;
      column = indent + columns;
    } else {
      result += (first ? "" : " ") + word;
      column += columns + (first ? 0 : 1);
    }
    start = end + 1;
  }
  return result;
}

std::string presence_of(const KeyInfo& key) {
  return key.required ? "required" : key.default_text ? "default " + *key.default_text : "optional";
}

std::string row(const std::string& name, const std::string& text, std::size_t depth) {
  const std::size_t indent = std::max(kNameWidth, 2 * depth + 2 + columns_of(name) + 1);
  return padded(std::string(2 * depth + 2, ' ') + name, kNameWidth) + filled(text, indent) + "\n";
}

std::string key_rows(const KeyInfo& key, const std::string& note, std::size_t depth) {
  const std::string bounds = bounds_of(key.value);
  std::string text = type_text(key.value) + "; " + presence_of(key);
  text += bounds.empty() ? "" : "; " + bounds;
  text += note.empty() ? "" : "; " + note;
  std::string rows = row(key.name, text, depth);
  if (!key.help.empty()) {
    rows += std::string(kNameWidth, ' ') + filled(key.help, kNameWidth) + "\n";
  }
  return rows;
}

void print(const DeclarationInfo& declaration, Path& path, std::string& text) {
  path.push_back(&declaration);
  const std::size_t depth = path.size() - 1;
  for (const KeyInfo& key : declaration.keys) {
    const DeclarationInfo* nested = nested_of(key.value);
    const bool again = nested != nullptr && std::ranges::find(path, nested) != path.end();
    const bool elsewhere = nested != nullptr && !nested->topic.empty();
    const std::string note = elsewhere ? "see: napkin help " + nested->topic
                             : again   ? "the same keys again"
                                       : "";
    text += key_rows(key, note, depth);
    if (nested != nullptr && !again && !elsewhere) {
      print(*nested, path, text);
    }
  }
  if (declaration.others) {
    text += row("<name>", type_text(*declaration.others) + ", any number of them", depth);
    const DeclarationInfo* nested = nested_of(*declaration.others);
    if (nested != nullptr && std::ranges::find(path, nested) == path.end()) {
      print(*nested, path, text);
    }
  }
  path.pop_back();
}

class DefaultCollector {
 public:
  std::vector<DefaultInForce> found;

  void collect(const DeclarationInfo& declaration, const Node& node, const std::string& path) {
    if (std::ranges::find(parents_, &declaration) != parents_.end() && !node) {
      return;
    }
    parents_.push_back(&declaration);
    for (const KeyInfo& key : declaration.keys) {
      collect_key(key, node, path.empty() ? key.name : path + "." + key.name);
    }
    for (const NodeEntry& entry : node.entries()) {
      if (declaration.others && declaration.find(entry.key) == nullptr) {
        collect_value(
            *declaration.others, entry.value, path.empty() ? entry.key : path + "." + entry.key);
      }
    }
    parents_.pop_back();
  }

 private:
  void collect_key(const KeyInfo& key, const Node& map, const std::string& place) {
    if (const Node given = map.at(key.name)) {
      collect_value(key.value, given, place);
    } else if (is_default_in_force(key, map) && key.value.type == ValueType::kObject) {
      collect(key.value.nested(), Node(), place);
    } else if (is_default_in_force(key, map)) {
      found.push_back({place, *key.default_text});
    }
  }

  void collect_value(const ValueInfo& value, const Node& given, const std::string& place) {
    if (value.type == ValueType::kObject) {
      collect(value.nested(), given, place);
    } else if (value.type == ValueType::kVariant) {
      collect(value.variants->common(), given, place);
      const DeclarationInfo* const variant =
          value.variants->find(given.at(value.variants->key).text());
      if (variant != nullptr) {
        collect(*variant, given, place);
      }
    } else if (value.element) {
      collect_elements(*value.element, given, place);
    }
  }

  void collect_elements(const ValueInfo& element, const Node& given, const std::string& place) {
    for (std::size_t item = 0; item < given.items().size(); ++item) {
      collect_value(element, given.items()[item], fmt::format("{}[{}]", place, item));
    }
    for (const NodeEntry& entry : given.entries()) {
      collect_value(element, entry.value, place + "." + entry.key);
    }
  }

  Path parents_;
};

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
    case ValueType::kVariant:
      return fmt::format("keys by {}", value.variants->key);
    case ValueType::kNode:
      return "anything";
  }
  return "anything";
}

std::string help_text(const DeclarationInfo& declaration) {
  std::string text = declaration.about.empty() ? "" : filled(declaration.about, 0) + "\n\n";
  Path path;
  print(declaration, path, text);
  return text;
}

std::vector<DefaultInForce> defaults_in_force(const DeclarationInfo& declaration,
                                              const Node& node,
                                              std::string_view path) {
  DefaultCollector collector;
  collector.collect(declaration, node, std::string(path));
  return std::move(collector.found);
}

}  // namespace napkin
