#include "sim/run/activity.h"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include "sim/net/packet.h"

namespace napkin {

namespace {

/// "api" of "api[2].primary".
std::string component_of(const std::string& address) {
  return address.substr(0, address.find_first_of(".["));
}

/// "end of service at api.cores" of "end of service at api[2].cores": instances of one component
/// are one kind.
std::string without_indices(const std::string& text) {
  std::string result;
  bool inside = false;
  for (const char character : text) {
    inside = inside || character == '[';
    if (!inside) {
      result += character;
    }
    inside = inside && character != ']';
  }
  return result;
}

std::uint64_t sum_of(const std::map<std::string, std::uint64_t>& counts) {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : counts) {
    sum += count;
  }
  return sum;
}

/// The name with the highest count, the first of equals.
const std::string& commonest_of(const std::map<std::string, std::uint64_t>& counts) {
  return std::max_element(
             counts.begin(),
             counts.end(),
             [](const auto& one, const auto& other) { return one.second < other.second; })
      ->first;
}

}  // namespace

Activity::Activity(World& world, Region& region, Time limit) : world_(world) {
  Kernel& kernel = region.kernel();
  kernel.observe(&Activity::on_event, this);
  kernel.run_until(std::max(limit, kernel.now()), kSample);
  kernel.observe(nullptr, nullptr);
}

void Activity::on_event(void* self, Time, std::uint64_t, const Event& event) {
  static_cast<Activity*>(self)->note(event);
}

void Activity::note(const Event& event) {
  ++events_;
  ++kinds_[without_indices(event.describe())];
  const auto* const packet = dynamic_cast<const Packet*>(&event);
  if (packet == nullptr || !packet->is_request() || packet->server() == nullptr) {
    return;
  }
  const Edge edge{component_of(packet->caller().name()), component_of(packet->server()->address())};
  ++requests_[edge][world_.operations().name(packet->operation())];
}

std::string Activity::cycle() const {
  // The busiest first: what goes round for ever is what there is most of.
  std::vector<std::pair<std::uint64_t, Edge>> edges;
  for (const auto& [edge, operations] : requests_) {
    edges.emplace_back(sum_of(operations), edge);
  }
  std::sort(edges.begin(), edges.end(), [](const auto& one, const auto& other) {
    return one.first != other.first ? one.first > other.first : one.second < other.second;
  });
  for (const auto& [count, edge] : edges) {
    std::vector<std::string> parts = find_cycle(edge.second);
    if (parts.empty()) {
      continue;
    }
    // Told from the same part on, wherever the sample began.
    std::rotate(parts.begin(), std::min_element(parts.begin(), parts.end()), parts.end());
    std::string text;
    for (std::size_t index = 0; index < parts.size(); ++index) {
      const std::string& from = parts[index == 0 ? parts.size() - 1 : index - 1];
      text += parts[index] + "." + commonest_of(requests_.at({from, parts[index]})) + " -> ";
    }
    const std::string& first = parts.front();
    return text + first + "." + commonest_of(requests_.at({parts.back(), first}));
  }
  return {};
}

/// The shortest way from a component back to itself, by breadth; empty when there is none.
std::vector<std::string> Activity::find_cycle(const std::string& start) const {
  std::map<std::string, std::string> came_from;
  std::deque<std::string> reached{start};
  while (!reached.empty()) {
    const std::string part = reached.front();
    reached.pop_front();
    for (const auto& [edge, operations] : requests_) {
      if (edge.first != part) {
        continue;
      }
      if (edge.second == start) {
        std::vector<std::string> way{part};
        while (way.back() != start) {
          way.push_back(came_from.at(way.back()));
        }
        std::reverse(way.begin(), way.end());
        return way;
      }
      if (came_from.emplace(edge.second, part).second) {
        reached.push_back(edge.second);
      }
    }
  }
  return {};
}

std::string Activity::commonest() const {
  constexpr std::size_t kShown = 6;
  std::vector<std::pair<std::uint64_t, std::string>> kinds;
  for (const auto& [name, count] : kinds_) {
    kinds.emplace_back(count, name);
  }
  std::sort(kinds.begin(), kinds.end(), [](const auto& one, const auto& other) {
    return one.first != other.first ? one.first > other.first : one.second < other.second;
  });
  std::string text;
  for (std::size_t index = 0; index < std::min(kinds.size(), kShown); ++index) {
    const double percent =
        100 * static_cast<double>(kinds[index].first) / static_cast<double>(events_);
    text += fmt::format("{}{} ({:.0f}%)", text.empty() ? "" : ", ", kinds[index].second, percent);
  }
  return text;
}

}  // namespace napkin
