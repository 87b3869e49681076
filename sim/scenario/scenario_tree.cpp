#include "sim/scenario/scenario_tree.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/files.h"
#include "sim/scenario/loader.h"
#include "sim/scenario/merge.h"
#include "sim/scenario/parameters.h"
#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr std::size_t kBasesMax = 16;
constexpr std::string_view kExtends = "extends";

std::filesystem::path identity_of(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::path canonical = std::filesystem::weakly_canonical(path, error);
  return error ? path : canonical;
}

Node without(const Node& map, std::string_view key) {
  std::vector<NodeEntry> entries = map.entries();
  std::erase_if(entries, [key](const NodeEntry& entry) { return entry.key == key; });
  return Node::map(std::move(entries), map.mark());
}

// Follows `extends` from file to file, and remembers the way.
class BaseReader {
 public:
  explicit BaseReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  // The tree with everything below it.
  Node complete(const Node& root) {
    chain_.push_back(identity_of(std::filesystem::path(root.mark().file())));
    const Node extends = root.at(kExtends);
    if (!extends) {
      return root;
    }
    const Node base = load_base(extends);
    return base ? merge(base, without(root, kExtends)) : Node();
  }

 private:
  Node load_base(const Node& extends) {
    const std::optional<std::string> name = read_text(extends, diagnostics_);
    if (!name || !extends.mark().source) {
      return {};
    }
    const NamedFile file = locate(*extends.mark().source, *name);
    if (!file.path) {
      diagnostics_.error(extends, file.message, file.hint);
      return {};
    }
    if (std::ranges::find(chain_, identity_of(*file.path)) != chain_.end() ||
        chain_.size() > kBasesMax) {
      diagnostics_.error(
          extends, "the scenarios extend each other in a circle", circle(*file.path));
      return {};
    }
    const std::size_t mistakes_before = diagnostics_.count();
    const Node base = load_file(*file.path, diagnostics_, Origin::kBase);
    if (base && !base.is_map()) {
      diagnostics_.error(base, "a scenario is a map of keys");
    }
    return diagnostics_.count() == mistakes_before ? complete(base) : Node();
  }

  [[nodiscard]] std::string circle(const std::filesystem::path& last) const {
    std::string result;
    for (const std::filesystem::path& path : chain_) {
      result += path.filename().string() + " → ";
    }
    return result + last.filename().string();
  }

  Diagnostics& diagnostics_;
  std::vector<std::filesystem::path> chain_;
};

Node resolve_all(Parameters& parameters, const Node& params) {
  std::vector<NodeEntry> entries;
  for (const NodeEntry& entry : params.entries()) {
    const Node value = parameters.find(entry.key);
    entries.push_back({entry.key, entry.mark, value ? value : entry.value});
  }
  return Node::map(std::move(entries), params.mark());
}

// The workload may use parameters; everything else may use both.
ScenarioTree put_in_parameters(const Node& root, Diagnostics& diagnostics) {
  ScenarioTree result;
  Parameters parameters(root.at("params"), diagnostics);
  const Node workload = parameters.substitute(root.at("workload"));
  result.workload = std::make_shared<const Workload>(Workload::read(workload, diagnostics));
  const auto names = std::make_shared<const WorkloadNames>(*result.workload);
  result.names = names;
  parameters.set_names(names.get());
  std::vector<NodeEntry> entries;
  for (const NodeEntry& entry : root.entries()) {
    const bool resolved = entry.key == "params" && entry.value.is_map();
    const Node value = resolved                  ? resolve_all(parameters, entry.value)
                       : entry.key == "workload" ? workload
                                                 : parameters.substitute(entry.value);
    entries.push_back({entry.key, entry.mark, value});
  }
  result.root = Node::map(std::move(entries), root.mark());
  return result;
}

ScenarioTree empty_tree() {
  ScenarioTree result;
  result.workload = std::make_shared<const Workload>();
  result.names = std::make_shared<const WorkloadNames>(*result.workload);
  return result;
}

ScenarioTree finish(Node root, std::span<const Setting> settings, Diagnostics& diagnostics) {
  if (root && !root.is_map()) {
    diagnostics.error(root, "a scenario is a map of keys", "start from napkin init");
  }
  const std::string folder = root && root.mark().source ? root.mark().source->folder : "";
  if (diagnostics.empty()) {
    root = BaseReader(diagnostics).complete(root);
  }
  for (const Setting& setting : settings) {
    root = root.is_map() ? apply_setting(root, setting, folder, diagnostics) : root;
  }
  return diagnostics.empty() ? put_in_parameters(root, diagnostics) : empty_tree();
}

}  // namespace

ScenarioTree load_scenario(const std::filesystem::path& path,
                           std::span<const Setting> settings,
                           Diagnostics& diagnostics) {
  return finish(load_file(path, diagnostics), settings, diagnostics);
}

ScenarioTree load_scenario(std::shared_ptr<const Source> source,
                           std::span<const Setting> settings,
                           Diagnostics& diagnostics) {
  return finish(load_text(std::move(source), diagnostics), settings, diagnostics);
}

}  // namespace napkin
