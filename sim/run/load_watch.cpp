#include "sim/run/load_watch.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace napkin {

namespace {

constexpr std::size_t kMomentsMax = 9;  // eight stretches
// How much of the time the servers are busy before what is left over counts as too much.
constexpr double kBusyAll = 0.97;
// Arrivals and departures at random leave about sqrt(2 n) over; what is left over must be clearly
// more than chance, and worth a word.
constexpr double kChance = 2;
constexpr double kShareLeftOver = 0.01;

/// What is known of the host whose cores a station is.
struct Cores {
  const Host* host = nullptr;
  std::int64_t overloaded = 0;  ///< requests that its endpoints turned away
};

std::map<const Station*, Cores> cores_of(const Component& component) {
  std::map<const Station*, Cores> cores;
  for (Host* const host : component.hosts()) {
    cores[&host->cores()].host = host;
  }
  for (const Endpoint* const endpoint : component.endpoints()) {
    for (const OperationCounts& counts : endpoint->counts()) {
      cores[&endpoint->host().cores()].overloaded +=
          counts.by_status[static_cast<std::size_t>(Status::kOverloaded)];
    }
  }
  return cores;
}

}  // namespace

void LoadWatch::restart(Time now) {
  moments_.clear();
  spacing_ = Duration{0};
  take(now);
}

void LoadWatch::observe(Time now) {
  const Time last = moments_.back().at;
  if (now <= last || now - last < spacing_) {
    return;
  }
  spacing_ = std::max(spacing_, now - last);
  take(now);
  if (moments_.size() == kMomentsMax) {
    thin_out();
  }
}

void LoadWatch::take(Time now) {
  Moment moment{now, {}};
  for (const Line& line : lines(now)) {
    moment.counts.push_back(line.count);
  }
  if (!moments_.empty() && moments_.back().counts.size() != moment.counts.size()) {
    moments_.clear();  // a part was added or taken away
  }
  moments_.push_back(std::move(moment));
}

void LoadWatch::thin_out() {
  for (std::size_t index = 0; 2 * index < moments_.size(); ++index) {
    moments_[index] = moments_[2 * index];
  }
  moments_.resize((kMomentsMax + 1) / 2);
  spacing_ *= 2;
}

std::vector<LoadWatch::Line> LoadWatch::lines(Time now) const {
  std::vector<Line> lines;
  for (const auto& component : components_) {
    const std::map<const Station*, Cores> cores = cores_of(*component);
    for (const Station* const station : component->stations()) {
      if (station->servers() == Station::kUnbounded) {
        continue;
      }
      const Station::Counts& counts = station->counts();
      const auto known = cores.find(station);
      const Host* const host = known == cores.end() ? nullptr : known->second.host;
      // Requests that were not let in did not come to the cores.
      const std::int64_t refused =
          host == nullptr ? 0
                          : std::max<std::int64_t>(
                                0, known->second.overloaded - counts.rejected - counts.dropped);
      const Time until = std::max(now, station->kernel().now());
      lines.push_back({component.get(),
                       host == nullptr ? station->name() : host->name(),
                       station->servers(),
                       {counts.arrived + refused,
                        counts.served,
                        counts.rejected + counts.dropped + refused,
                        station->queue().level(),
                        static_cast<double>(station->busy().integral(until))}});
    }
    for (const Backlog& backlog : component->backlogs()) {
      lines.push_back({component.get(),
                       backlog.name,
                       0,
                       {backlog.arrived, backlog.done, backlog.turned_away, backlog.waiting, 0}});
    }
  }
  return lines;
}

LoadWatch::Stretch LoadWatch::stretch(std::size_t from, std::size_t to, std::size_t line) const {
  return {moments_[from].counts[line],
          moments_[to].counts[line],
          to_seconds(moments_[to].at - moments_[from].at)};
}

bool LoadWatch::is_overloaded(const Stretch& stretch, std::int64_t servers) {
  const double arrived = stretch.arrived();
  const double left_over = stretch.left_over();
  if (left_over <= kChance * std::sqrt(2 * arrived) || left_over < kShareLeftOver * arrived) {
    return false;
  }
  // With a short queue servers idle now and then, however much comes.
  const double capacity_ns = 1e9 * stretch.seconds * static_cast<double>(servers);
  const double busy_ns = stretch.to.busy_ns - stretch.from.busy_ns;
  return busy_ns >= kBusyAll * capacity_ns || arrived * busy_ns >= stretch.served() * capacity_ns;
}

/// Overloaded is what was overloaded in each of the last two stretches: what recovered is not, and
/// neither is a closed loop, whose queue does not grow any more.
std::vector<Overload> LoadWatch::overloads(Time end) {
  constexpr std::size_t kStretchesMin = 2;
  if (end > moments_.back().at) {
    const Duration rest = end - moments_.back().at;
    take(end);
    // A stretch too short to judge by joins the one before it.
    if (moments_.size() > kStretchesMin + 1 && rest < spacing_ / 2) {
      moments_.erase(moments_.end() - 2);
    }
  }
  std::vector<Overload> found;
  const std::vector<Line> all = lines(end);
  const std::size_t last = moments_.size() - 1;
  for (std::size_t index = 0; last >= kStretchesMin && index < all.size(); ++index) {
    std::size_t since = last;
    while (since > 0 && is_overloaded(stretch(since - 1, since, index), all[index].servers)) {
      --since;
    }
    if (last - since < kStretchesMin) {
      continue;
    }
    Overload overload = describe(all[index], since, index);
    const bool same_part = !found.empty() && found.back().component == all[index].component->name();
    if (!same_part) {
      found.push_back(std::move(overload));
      continue;
    }
    overload.alike = found.back().alike + 1;
    if (overload.load > found.back().load) {
      found.back() = std::move(overload);
    } else {
      ++found.back().alike;
    }
  }
  return found;
}

Overload LoadWatch::describe(const Line& line, std::size_t since, std::size_t index) const {
  const std::size_t last = moments_.size() - 1;
  const Stretch whole = stretch(since, last, index);
  Overload overload;
  overload.address = line.address;
  overload.component = line.component->name();
  overload.since = moments_[since].at;
  overload.arrivals_per_second = whole.arrived() / whole.seconds;
  const double busy_ns = whole.to.busy_ns - whole.from.busy_ns;
  overload.capacity_per_second =
      line.servers == 0 ? whole.served() / whole.seconds
      : busy_ns > 0     ? 1e9 * whole.served() * static_cast<double>(line.servers) / busy_ns
                        : 0;
  overload.load = overload.capacity_per_second > 0
                      ? overload.arrivals_per_second / overload.capacity_per_second
                      : 0;
  overload.queue_growth_per_second =
      static_cast<double>(whole.to.waiting - whole.from.waiting) / whole.seconds;
  overload.turned_away_per_second =
      static_cast<double>(whole.to.turned_away - whole.from.turned_away) / whole.seconds;
  overload.waiting = whole.to.waiting;
  return overload;
}

}  // namespace napkin
