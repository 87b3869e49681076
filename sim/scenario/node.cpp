#include "sim/scenario/node.h"

#include <algorithm>
#include <utility>

namespace napkin {

struct Node::Data {
  Kind kind = Kind::kScalar;
  ScalarLook look;
  Mark mark;
  std::string text;
  std::vector<Node> items;
  std::vector<Entry> entries;
};

namespace {

template <class T>
const T& nothing() {
  static const T empty{};
  return empty;
}

bool needs_quotes(std::string_view text) {
  constexpr std::string_view kSpecial = "[]{}:,#&*!|>'\"%@`\n\\";
  return text.empty() || text.find_first_of(kSpecial) != std::string_view::npos ||
         text.front() == ' ' || text.back() == ' ';
}

std::string scalar_text(std::string_view text, bool quoted) {
  if (!quoted && !needs_quotes(text)) {
    return std::string(text);
  }
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      result += '\\';
    }
    result += letter;
  }
  return result + "\"";
}

}  // namespace

Node::Node(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

Node Node::scalar(std::string text, Mark mark, ScalarLook look) {
  auto data = std::make_shared<Data>();
  data->look = look;
  data->mark = std::move(mark);
  data->text = std::move(text);
  return Node(std::move(data));
}

Node Node::list(std::vector<Node> items, Mark mark) {
  auto data = std::make_shared<Data>();
  data->kind = Kind::kList;
  data->mark = std::move(mark);
  data->items = std::move(items);
  return Node(std::move(data));
}

Node Node::map(std::vector<Entry> entries, Mark mark) {
  auto data = std::make_shared<Data>();
  data->kind = Kind::kMap;
  data->mark = std::move(mark);
  data->entries = std::move(entries);
  return Node(std::move(data));
}

Node::Kind Node::kind() const {
  return data_->kind;
}

bool Node::is_scalar() const {
  return data_ && data_->kind == Kind::kScalar;
}

bool Node::is_list() const {
  return data_ && data_->kind == Kind::kList;
}

bool Node::is_map() const {
  return data_ && data_->kind == Kind::kMap;
}

bool Node::is_null() const {
  return is_scalar() && !quoted() && (text().empty() || text() == "~" || text() == "null");
}

bool Node::computed() const {
  return data_ && data_->look.computed;
}

bool Node::quoted() const {
  return data_ && data_->look.quoted;
}

const std::string& Node::text() const {
  return data_ ? data_->text : nothing<std::string>();
}

const std::vector<Node>& Node::items() const {
  return data_ ? data_->items : nothing<std::vector<Node>>();
}

const std::vector<NodeEntry>& Node::entries() const {
  return data_ ? data_->entries : nothing<std::vector<Entry>>();
}

const NodeEntry* Node::find(std::string_view key) const {
  const auto found = std::ranges::find(entries(), key, &Entry::key);
  return found == entries().end() ? nullptr : &*found;
}

Node Node::at(std::string_view key) const {
  const Entry* entry = find(key);
  return entry != nullptr ? entry->value : Node();
}

const Mark& Node::mark() const {
  return data_ ? data_->mark : nothing<Mark>();
}

std::size_t Node::length() const {
  if (!is_scalar()) {
    return 1;
  }
  const std::size_t length = data_->look.length != 0 ? data_->look.length : text().size();
  return std::max<std::size_t>(length, 1);
}

std::string_view shape_of(const Node& node) {
  if (!node || node.is_null()) {
    return "nothing";
  }
  return node.is_map() ? "a map" : node.is_list() ? "a list" : "a single value";
}

std::string to_text(const Node& node) {
  if (!node || node.is_null()) {
    return "null";
  }
  if (node.is_scalar()) {
    return scalar_text(node.text(), node.quoted());
  }
  std::string result;
  for (const Node& item : node.items()) {
    result += (result.empty() ? "" : ", ") + to_text(item);
  }
  for (const NodeEntry& entry : node.entries()) {
    result += (result.empty() ? "" : ", ") + scalar_text(entry.key, false) + ": ";
    result += to_text(entry.value);
  }
  return node.is_map() ? "{" + result + "}" : "[" + result + "]";
}

}  // namespace napkin
