#include "tests/models/components/mutator_support.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

namespace napkin::components {

namespace {

/// What becomes of the key at a path while the tree is written.
struct Change {
  std::string path;
  bool dropped = false;
  bool doubled = false;
  std::optional<std::string> name{};   ///< instead of the key
  std::optional<std::string> value{};  ///< instead of the value, as YAML on the same line
};

/// Writes a tree in block style, and remembers where the changed key came to stand.
class Writer {
 public:
  explicit Writer(const Change& change) : change_(change) {}

  void write(const Node& node) { write_block(node, "", 0); }

  [[nodiscard]] const std::string& text() const { return text_; }

  [[nodiscard]] std::size_t line() const { return line_; }

  [[nodiscard]] std::size_t parent_line() const { return parent_line_; }

 private:
  static std::string scalar(const Node& node) {
    if (!node.quoted()) {
      return node.is_null() ? "" : node.text();
    }
    std::string text = "\"";
    for (const char character : node.text()) {
      text += character == '"' || character == '\\' ? "\\" : "";
      text += character == '\n' ? ' ' : character;
    }
    return text + "\"";
  }

  /// Text that was folded over several lines needs quotes once it stands on one.
  static bool needs_quotes(const Node& node) {
    return !node.quoted() && node.text().find_first_of(":#{}[],&*!|>'\"%@`\n") != std::string::npos;
  }

  std::string value_text(const Node& node) const {
    if (needs_quotes(node)) {
      std::string text = node.text();
      std::replace(text.begin(), text.end(), '\n', ' ');
      return "\"" + text + "\"";
    }
    return scalar(node);
  }

  void line_of(std::size_t depth, const std::string& text) {
    text_ += std::string(2 * depth, ' ') + text + "\n";
    ++lines_;
  }

  void write_value(const Node& value,
                   const std::string& start,
                   const std::string& path,
                   std::size_t depth) {
    if (value.is_scalar()) {
      line_of(depth, start + " " + value_text(value));
    } else if ((value.is_map() && value.entries().empty()) ||
               (value.is_list() && value.items().empty())) {
      line_of(depth, start + (value.is_map() ? " {}" : " []"));
    } else {
      line_of(depth, start);
      write_block(value, path, depth + 1);
    }
  }

  void write_block(const Node& node, const std::string& path, std::size_t depth) {
    const std::size_t above = lines_;
    for (const NodeEntry& entry : node.entries()) {
      write_entry(entry, path.empty() ? entry.key : path + "." + entry.key, above, depth);
    }
    for (std::size_t index = 0; index < node.items().size(); ++index) {
      write_value(node.items()[index], "-", path + "[" + std::to_string(index) + "]", depth);
    }
  }

  void write_entry(const NodeEntry& entry,
                   const std::string& path,
                   std::size_t above,
                   std::size_t depth) {
    const bool changed = path == change_.path;
    if (changed) {
      line_ = lines_ + 1;
      parent_line_ = std::max<std::size_t>(above, 1);
    }
    if (changed && change_.dropped) {
      line_ = parent_line_;
      return;
    }
    const std::string name = (changed && change_.name ? *change_.name : entry.key) + ":";
    if (changed && change_.value) {
      line_of(depth, name + " " + *change_.value);
      return;
    }
    write_value(entry.value, name, path, depth);
    if (changed && change_.doubled) {
      line_ = lines_ + 1;
      write_value(entry.value, name, path, depth);
    }
  }

  const Change& change_;
  std::string text_;
  std::size_t lines_ = 0;
  std::size_t line_ = 0;
  std::size_t parent_line_ = 1;
};

bool is_number(const std::string& text) {
  const std::size_t digit = text.find_first_of("0123456789");
  return digit == 0 || (digit == 1 && (text[0] == '-' || text[0] == '$'));
}

/// "ms" of "5ms".
std::string unit_of(const std::string& text) {
  return text.substr(std::min(text.find_last_of("0123456789.") + 1, text.size()));
}

std::vector<std::string> misspelled(const std::string& key) {
  std::vector<std::string> names = {key + "s", key + "_x", "x" + key};
  if (key.size() > 1) {
    std::string swapped = key;
    std::swap(swapped[0], swapped[1]);
    std::string upper = key;
    upper[0] = static_cast<char>(upper[0] - ('a' <= upper[0] && upper[0] <= 'z' ? 32 : 0));
    names.push_back(swapped);
    names.push_back(upper);
    names.push_back(key.substr(0, key.size() - 1));
    names.push_back(key.substr(1));
  }
  std::erase(names, key);
  std::erase(names, "");
  return names;
}

std::vector<std::string> other_types(const Node& value) {
  if (value.is_map()) {
    return {"7", "word", "[1, 2]", "true", "5ms", "\"\""};
  }
  if (value.is_list()) {
    return {"7", "word", "{a: 1}", "true", "5ms", "\"\""};
  }
  std::vector<std::string> values = {"{a: 1}", "[1, 2]", "[]", "~", "\"\"", "[[[]]]"};
  if (is_number(value.text())) {
    values.insert(values.end(), {"word", "true", "\"a b\""});
  } else {
    values.insert(values.end(), {"7", "true", "5ms"});
  }
  return values;
}

std::vector<std::string> wrong_units(const std::string& text) {
  const std::string number = text.substr(0, text.size() - unit_of(text).size());
  std::vector<std::string> values;
  for (const char* const unit : {"", "ms", "GiB", "%", "/s", "Gbps", "parsec", "Ms", "k"}) {
    if (number + unit != text) {
      values.push_back(number + unit);
    }
  }
  return values;
}

std::vector<std::string> huge(const std::string& text) {
  const std::string unit = unit_of(text);
  std::vector<std::string> values;
  for (const char* const number : {"1000000000000000000",
                                   "9223372036854775807",
                                   "99999999999999999999999999999999999",
                                   "1e18",
                                   "1e400"}) {
    values.push_back(number + unit);
  }
  values.push_back("1" + std::string(400, '0') + unit);
  return values;
}

class Mutator {
 public:
  explicit Mutator(const Node& root) : root_(root) {}

  std::vector<Mutant> all() {
    visit(root_, "");
    return std::move(mutants_);
  }

 private:
  void visit(const Node& node, const std::string& path) {
    for (const NodeEntry& entry : node.entries()) {
      const std::string here = path.empty() ? entry.key : path + "." + entry.key;
      damage(entry, here);
      visit(entry.value, here);
    }
    for (std::size_t index = 0; index < node.items().size(); ++index) {
      visit(node.items()[index], path + "[" + std::to_string(index) + "]");
    }
  }

  void damage(const NodeEntry& entry, const std::string& path) {
    add(Damage::kDropped, entry, {.path = path, .dropped = true}, "left out");
    add(Damage::kDoubled, entry, {.path = path, .doubled = true}, "given twice");
    for (const std::string& name : misspelled(entry.key)) {
      add(Damage::kRenamed, entry, {.path = path, .name = name}, "renamed to " + name);
    }
    for (const std::string& value : other_types(entry.value)) {
      add(Damage::kOtherType, entry, {.path = path, .value = value}, "is " + value);
    }
    if (!entry.value.is_scalar() || entry.value.quoted() || !is_number(entry.value.text())) {
      return;
    }
    const std::string& text = entry.value.text();
    for (const std::string& value : wrong_units(text)) {
      add(Damage::kWrongUnit, entry, {.path = path, .value = value}, "is " + value);
    }
    add(Damage::kNegative, entry, {.path = path, .value = "-" + text}, "is -" + text);
    for (const std::string& value : huge(text)) {
      add(Damage::kHuge, entry, {.path = path, .value = value}, "is " + value);
    }
  }

  void add(Damage damage, const NodeEntry& entry, const Change& change, std::string words) {
    Writer writer(change);
    writer.write(root_);
    mutants_.push_back({damage,
                        change.path,
                        change.name.value_or(entry.key),
                        writer.text(),
                        writer.line(),
                        writer.parent_line(),
                        std::move(words)});
  }

  const Node& root_;
  std::vector<Mutant> mutants_;
};

}  // namespace

std::vector<Mutant> mutants_of(const Node& root) {
  return Mutator(root).all();
}

std::string written(const Node& root) {
  const Change none;
  Writer writer(none);
  writer.write(root);
  return writer.text();
}

}  // namespace napkin::components
