#include "sim/scenario/explain.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/printable.h"
#include "sim/scenario/yaml_text.h"

namespace napkin {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kOriginColumn = 44;

std::string child_path(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

// What stood at the place of a value, if it was an expression: `{load}`.
std::string expression_at(const Node& node) {
  const Mark& mark = node.mark();
  if (!node.is_scalar() || !mark.source || mark.line == 0) {
    return {};
  }
  const std::string_view line = line_of(*mark.source, mark.line);
  const std::size_t start = std::min<std::size_t>(mark.column - 1, line.size());
  const std::string_view written = line.substr(start, node.length());
  const std::size_t open = written.find('{');
  const std::size_t close = written.rfind('}');
  const bool is_expression = open != std::string_view::npos && close != std::string_view::npos &&
                             written.find(node.text()) == std::string_view::npos;
  return is_expression ? " " + printable(written.substr(open, close + 1 - open)) : std::string();
}

std::string origin_of_leaf(const Node& node) {
  const Mark& mark = node.mark();
  const std::string name =
      printable(std::filesystem::path(std::string(mark.file())).filename().string());
  switch (mark.origin()) {
    case Origin::kFile:
      return fmt::format("{}:{}{}", name, mark.line, expression_at(node));
    case Origin::kBase:
      return fmt::format("base {}:{}{}", name, mark.line, expression_at(node));
    case Origin::kSetting:
      return printable(mark.source->name);
    case Origin::kDefault:
      return "default";
  }
  return "default";
}

// Of everything below: with --set and extends, the parts of a map can have different authors.
void collect_origins(const Node& node, std::vector<std::string>& origins) {
  const bool leaf = node.items().empty() && node.entries().empty();
  if (leaf) {
    const std::string origin = origin_of_leaf(node);
    if (std::ranges::find(origins, origin) == origins.end()) {
      origins.push_back(origin);
    }
  }
  for (const Node& item : node.items()) {
    collect_origins(item, origins);
  }
  for (const NodeEntry& entry : node.entries()) {
    collect_origins(entry.value, origins);
  }
}

std::string origin_of(const Node& node) {
  std::vector<std::string> origins;
  collect_origins(node, origins);
  return fmt::format("{}", fmt::join(origins, ", "));
}

bool starts_with_letter(std::string_view text) {
  return !text.empty() && ((text.front() >= 'a' && text.front() <= 'z') ||
                           (text.front() >= 'A' && text.front() <= 'Z'));
}

class Explainer {
 public:
  explicit Explainer(const QuantityNames& names) : names_(names) {}

  std::vector<ExplainedLine> lines;

  void map(const DeclarationInfo& declaration,
           const Node& node,
           const std::string& path,
           std::size_t indent) {
    parents_.push_back(&declaration);
    for (const NodeEntry& entry : node.entries()) {
      const KeyInfo* const key = declaration.find(entry.key);
      const ValueInfo* const value = key != nullptr ? &key->value : declaration.others.get();
      if (value != nullptr) {
        named(entry.key, *value, entry.value, path, indent);
      }
    }
    defaults(declaration, node, path, indent);
    parents_.pop_back();
  }

 private:
  void defaults(const DeclarationInfo& declaration,
                const Node& node,
                const std::string& path,
                std::size_t indent) {
    for (const KeyInfo& key : declaration.keys) {
      if (!is_default_in_force(key, node)) {
        continue;
      }
      const bool object = key.value.type == ValueType::kObject;
      if (object && std::ranges::find(parents_, &key.value.nested()) == parents_.end()) {
        const std::size_t before = lines.size();
        add(child_path(path, key.name), indent, key.name + ":", "");
        map(key.value.nested(), Node(), child_path(path, key.name), indent + kIndent);
        if (lines.size() == before + 1) {
          lines.pop_back();
        }
      } else if (!object) {
        named(key.name, key.value, default_node(key), path, indent);
      }
    }
  }

  void named(const std::string& key,
             const ValueInfo& value,
             const Node& node,
             const std::string& path,
             std::size_t indent) {
    const std::string place = child_path(path, key);
    const std::string name = yaml_scalar(key, false) + ":";
    if (!stands_in_lines(value, node)) {
      add(place, indent, name + " " + text_of(value, node), leaf_origin(value, node));
      return;
    }
    add(place, indent, name, "");
    const std::size_t before = lines.size();
    content(value, node, place, indent + kIndent);
    if (lines.size() == before) {
      lines.back().text += node.is_list() ? " []" : " {}";
      lines.back().origin = origin_of(node);
    }
  }

  // Whether a value is shown in lines of its own rather than behind its key.
  static bool stands_in_lines(const ValueInfo& value, const Node& node) {
    switch (value.type) {
      case ValueType::kObject:
        return node.is_map() || node.is_null();
      case ValueType::kVariant:
        return node.is_map();
      case ValueType::kMap:
        return node.is_map();
      case ValueType::kList:
        return node.is_list() && value.element &&
               (stands_in_lines(*value.element, node.items().empty() ? Node() : node.items()[0]) ||
                value.element->type == ValueType::kText);
      default:
        return false;
    }
  }

  void content(const ValueInfo& value,
               const Node& node,
               const std::string& place,
               std::size_t indent) {
    if (value.type == ValueType::kObject) {
      map(value.nested(), node, place, indent);
    } else if (value.type == ValueType::kVariant) {
      variant(*value.variants, node, place, indent);
    } else if (value.type == ValueType::kList) {
      items(*value.element, node, place, indent);
    } else {
      const ValueInfo anything;
      for (const NodeEntry& entry : node.entries()) {
        named(entry.key, value.element ? *value.element : anything, entry.value, place, indent);
      }
    }
  }

  void variant(const VariantInfo& variants,
               const Node& node,
               const std::string& place,
               std::size_t indent) {
    const DeclarationInfo* const declaration = variants.find(node.at(variants.key).text());
    const ValueInfo text{.type = ValueType::kText};
    for (const NodeEntry& entry : node.entries()) {
      const KeyInfo* key = declaration == nullptr ? nullptr : declaration->find(entry.key);
      named(entry.key, key == nullptr ? text : key->value, entry.value, place, indent);
    }
    if (declaration != nullptr) {
      parents_.push_back(declaration);
      defaults(*declaration, node, place, indent);
      parents_.pop_back();
    }
  }

  void items(const ValueInfo& element,
             const Node& node,
             const std::string& place,
             std::size_t indent) {
    for (std::size_t index = 0; index < node.items().size(); ++index) {
      const Node& item = node.items()[index];
      const std::string item_place = fmt::format("{}[{}]", place, index);
      const std::size_t before = lines.size();
      if (stands_in_lines(element, item)) {
        content(element, item, item_place, indent + kIndent);
      }
      if (lines.size() == before) {
        add(item_place, indent, "- " + text_of(element, item), leaf_origin(element, item));
      } else {
        lines[before].indent -= kIndent;
        lines[before].text = "- " + lines[before].text;
      }
    }
  }

  // A result of arithmetic is written with its unit: 0.45 is 45%.
  std::string text_of(const ValueInfo& value, const Node& node) {
    const bool computed = value.type == ValueType::kQuantity && node.computed();
    if (computed && value.unit == QuantityKind::kRatio) {
      const QuantityResult read = parse_quantity(node.text(), QuantityKind::kNumber);
      if (read.quantity) {
        return format_quantity(make_quantity(QuantityKind::kRatio, read.quantity->value));
      }
    }
    return yaml_text(node);
  }

  // With what a name such as send_message.peak stands for.
  std::string leaf_origin(const ValueInfo& value, const Node& node) {
    std::string origin = origin_of(node);
    const bool may_be_named = value.type == ValueType::kQuantity || value.type == ValueType::kLaw;
    if (may_be_named && node.is_scalar() && starts_with_letter(node.text())) {
      if (const std::optional<Quantity> known = names_.find(node.text())) {
        origin += " = " + format_quantity(*known);
      }
    }
    return origin;
  }

  void add(std::string path, std::size_t indent, std::string text, std::string origin) {
    lines.push_back({std::move(path), indent, std::move(text), std::move(origin)});
  }

  const QuantityNames& names_;
  std::vector<const DeclarationInfo*> parents_;
};

bool is_at(std::string_view path, std::string_view wanted) {
  return path.starts_with(wanted) &&
         (path.size() == wanted.size() || path[wanted.size()] == '.' || path[wanted.size()] == '[');
}

// Breaks a long line at single spaces: inside double quotes and in flow style a line end is one.
std::string folded(const std::string& text, std::size_t indent, std::size_t width) {
  std::string result;
  std::string line = std::string(indent, ' ') + text;
  while (columns_of(line) > width) {
    const std::size_t from = line.find_first_not_of(' ');
    std::size_t cut = line.rfind(' ', width - 1);
    while (cut != std::string::npos && cut > from + 2 &&
           (line[cut - 1] == ' ' || line[cut + 1] == ' ')) {
      cut = line.rfind(' ', cut - 1);
    }
    if (cut == std::string::npos || cut <= from + 2) {
      break;
    }
    result += line.substr(0, cut) + "\n";
    line = std::string(indent + 2 * kIndent, ' ') + line.substr(cut + 1);
  }
  return result + line;
}

// A comment, or several, none wider than asked for if its words allow.
std::string comment(const std::string& origin, std::size_t indent, std::size_t width) {
  const std::string margin = std::string(indent, ' ') + "#";
  std::string result;
  std::string line = margin;
  for (std::size_t start = 0; start < origin.size();) {
    const std::size_t end = std::min(origin.find(' ', start), origin.size());
    const std::string word = " " + origin.substr(start, end - start);
    if (line != margin && columns_of(line) + columns_of(word) > width) {
      result += line + "\n";
      line = margin;
    }
    line += word;
    start = end + 1;
  }
  return result + line + "\n";
}

}  // namespace

std::vector<ExplainedLine> explain(const DeclarationInfo& declaration,
                                   const Node& root,
                                   const QuantityNames& names) {
  Explainer explainer(names);
  explainer.map(declaration, root, "", 0);
  return std::move(explainer.lines);
}

std::vector<ExplainedLine> lines_at(const std::vector<ExplainedLine>& lines,
                                    std::string_view path) {
  if (path.empty()) {
    return lines;
  }
  std::vector<ExplainedLine> found;
  std::ranges::copy_if(lines, std::back_inserter(found), [path](const ExplainedLine& line) {
    return is_at(line.path, path);
  });
  const std::size_t margin = found.empty() ? 0 : found.front().indent;
  for (ExplainedLine& line : found) {
    line.indent -= margin;
  }
  return found;
}

std::string explained_text(const std::vector<ExplainedLine>& lines, std::size_t width) {
  std::string text;
  for (const ExplainedLine& line : lines) {
    const std::string margin(line.indent, ' ');
    const std::size_t end = line.indent + columns_of(line.text);
    const std::size_t column = std::max(end + kIndent, kOriginColumn);
    const bool fits = column + 2 + columns_of(line.origin) <= width;
    if (line.origin.empty()) {
      text += margin + line.text + "\n";
    } else if (fits) {
      text += margin + line.text + std::string(column - end, ' ') + "# " + line.origin + "\n";
    } else {
      text += comment(line.origin, line.indent, width);
      text += folded(line.text, line.indent, width) + "\n";
    }
  }
  return text;
}

}  // namespace napkin
