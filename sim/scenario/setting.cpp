#include "sim/scenario/setting.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/loader.h"
#include "sim/scenario/merge.h"
#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr std::size_t kStepsMax = 32;
constexpr std::array<std::string_view, 15> kSections = {"napkin",
                                                        "name",
                                                        "about",
                                                        "params",
                                                        "workload",
                                                        "regions",
                                                        "links",
                                                        "groups",
                                                        "components",
                                                        "run",
                                                        "timeline",
                                                        "expect",
                                                        "claims",
                                                        "sweep",
                                                        "extends"};

// One step down the tree: a key, or the index of a list item.
struct Step {
  std::string key;
  std::optional<std::size_t> index;
};

bool read_index(std::string_view text, Step& step) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  step.index = index;
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

// "timeline[0].at" as timeline, [0], at; nothing if it is no path.
std::optional<std::vector<Step>> read_path(std::string_view path) {
  std::vector<Step> steps;
  while (steps.size() < kStepsMax) {
    const std::size_t dot = path.find('.');
    std::string_view part = path.substr(0, dot);
    const std::size_t bracket = std::min(part.find('['), part.size());
    steps.push_back({std::string(part.substr(0, bracket)), std::nullopt});
    if (bracket == 0) {
      return std::nullopt;
    }
    part.remove_prefix(bracket);
    while (!part.empty()) {
      const std::size_t end = part.find(']');
      Step step;
      if (part.front() != '[' || end == std::string_view::npos ||
          !read_index(part.substr(1, end - 1), step)) {
        return std::nullopt;
      }
      steps.push_back(step);
      part.remove_prefix(end + 1);
    }
    if (dot == std::string_view::npos) {
      return steps;
    }
    path.remove_prefix(dot + 1);
  }
  return std::nullopt;
}

void start_at_section(const Node& root, std::vector<Step>& steps) {
  const std::string& first = steps.front().key;
  const bool at_top =
      root.find(first) != nullptr || std::ranges::find(kSections, first) != kSections.end();
  for (const std::string_view section : {"params", "components", "groups"}) {
    if (!at_top && root.at(section).find(first) != nullptr) {
      steps.insert(steps.begin(), {std::string(section), std::nullopt});
      return;
    }
  }
}

class SettingWriter {
 public:
  SettingWriter(const Setting& setting, Mark mark, Diagnostics& diagnostics)
      : setting_(setting), mark_(std::move(mark)), diagnostics_(diagnostics) {}

  Node write(const Node& node, std::span<const Step> steps, const Node& value) {
    if (steps.empty()) {
      return node.is_map() && value.is_map() ? merge(node, value) : value;
    }
    return steps.front().index ? write_item(node, steps, value) : write_key(node, steps, value);
  }

 private:
  Node refuse(const Node& node, std::string reason) {
    diagnostics_.error(mark_, fmt::format("{} cannot be set: {}", quote(setting_.path), reason));
    return node;
  }

  Node write_item(const Node& node, std::span<const Step> steps, const Node& value) {
    const std::size_t index = *steps.front().index;
    if (index >= node.items().size()) {
      return refuse(node,
                    node.is_list()
                        ? fmt::format("the list has {} items, counted from 0", node.items().size())
                        : "there is no list");
    }
    std::vector<Node> items = node.items();
    items[index] = write(items[index], steps.subspan(1), value);
    return Node::list(std::move(items), node.mark());
  }

  Node write_key(const Node& node, std::span<const Step> steps, const Node& value) {
    if (node && !node.is_map() && !node.is_null()) {
      return refuse(node, fmt::format("{} is not in a map", quote(steps.front().key)));
    }
    std::vector<NodeEntry> entries = node.entries();
    const auto found = std::ranges::find(entries, steps.front().key, &NodeEntry::key);
    if (found != entries.end()) {
      found->value = write(found->value, steps.subspan(1), value);
      found->mark = steps.size() == 1 ? mark_ : found->mark;
    } else {
      entries.push_back({steps.front().key, mark_, write({}, steps.subspan(1), value)});
    }
    return Node::map(std::move(entries), node ? node.mark() : mark_);
  }

  const Setting& setting_;
  Mark mark_;
  Diagnostics& diagnostics_;
};

}  // namespace

Setting read_setting(std::string_view text, Diagnostics& diagnostics) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    diagnostics.error(Mark{},
                      fmt::format("{} is no setting", quote(text)),
                      "write --set path=value, such as --set run.seed=7");
    return {};
  }
  return {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

Node apply_setting(const Node& root,
                   const Setting& setting,
                   const std::string& folder,
                   Diagnostics& diagnostics) {
  auto source = std::make_shared<Source>(
      Source{"--set " + setting.path, setting.value, Origin::kSetting, folder});
  auto steps = read_path(setting.path);
  if (!steps) {
    diagnostics.error(Mark{source},
                      fmt::format("{} is no path", quote(setting.path)),
                      "write it such as components.api.replicas or timeline[0].at");
    return root;
  }
  const std::size_t mistakes_before = diagnostics.count();
  const Mark mark{source, 1, 1};
  const Node value = load_text(std::move(source), diagnostics);
  if (diagnostics.count() != mistakes_before) {
    return root;
  }
  start_at_section(root, *steps);
  return SettingWriter(setting, mark, diagnostics).write(root, *steps, value);
}

}  // namespace napkin
