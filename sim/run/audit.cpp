#include "sim/run/audit.h"

#include <numeric>

#include <fmt/format.h>

namespace napkin {

namespace {

/// Collects one law's violations into one line: how many things it was checked on, and the first
/// that breaks it.
class Invariant {
 public:
  explicit Invariant(std::string name) { line_.name = std::move(name); }

  void check(bool holds, const std::string& where) {
    ++checked_;
    if (!holds && line_.ok) {
      line_.ok = false;
      line_.detail = where;
    }
  }

  [[nodiscard]] AuditLine line(std::string_view things) const {
    AuditLine line = line_;
    if (line.ok) {
      line.detail = fmt::format("{} {}", checked_, things);
    }
    return line;
  }

 private:
  AuditLine line_;
  std::int64_t checked_ = 0;
};

bool nearly_equal(Int128 a, Int128 b) {
  const Int128 difference = a > b ? a - b : b - a;
  return difference * 1000 <= (a > b ? a : b);
}

void check_conservation(const Endpoint& endpoint, World& world, Invariant& law) {
  for (const OperationCounts& counts : endpoint.counts()) {
    const std::int64_t replied =
        std::accumulate(counts.by_status.begin(), counts.by_status.end(), std::int64_t{0});
    const std::int64_t ended = replied + counts.killed + counts.in_flight;
    law.check(counts.arrived == ended && counts.in_flight >= 0,
              fmt::format("{}.{}: {} arrived, {} replied + {} killed + {} in flight",
                          endpoint.address(),
                          world.operations().name(counts.operation),
                          counts.arrived,
                          replied,
                          counts.killed,
                          counts.in_flight));
  }
}

void check_station(
    const Station& station, Time since, Time now, Invariant& little, Invariant& capacity) {
  const Int128 inside = station.busy().integral(now) + station.queue().integral(now);
  little.check(nearly_equal(inside, station.time_spent(now)), station.name());
  if (station.servers() != Station::kUnbounded) {
    capacity.check(
        station.busy().integral(now) <= Int128{station.servers()} * (now - since).count(),
        station.name());
  }
}

}  // namespace

void audit_components(const std::vector<std::unique_ptr<Component>>& components,
                      World& world,
                      Time since,
                      std::vector<AuditLine>& lines) {
  Invariant users("requests of users are conserved");
  Invariant conservation("requests at components are conserved");
  Invariant little("Little's law");
  Invariant capacity("busy time within capacity");
  for (const auto& component : components) {
    const Time now = component->region().kernel().now();
    for (const auto& recorder : component->recorders()) {
      users.check(recorder->result().tally.balances(), recorder->name());
    }
    for (const Endpoint* const endpoint : component->endpoints()) {
      check_conservation(*endpoint, world, conservation);
    }
    for (const Station* const station : component->stations()) {
      check_station(*station, since, now, little, capacity);
    }
  }
  lines.push_back(users.line("operations"));
  lines.push_back(conservation.line("operations of instances"));
  lines.push_back(little.line("stations"));
  lines.push_back(capacity.line("stations"));
  for (const auto& component : components) {
    component->audit(lines);
  }
}

void audit_messages(const World& world, std::vector<AuditLine>& lines) {
  Region::MessageCounts total;
  for (const auto& region : world.regions()) {
    const Region::MessageCounts& counts = region->messages();
    total.sent += counts.sent;
    total.arrived += counts.arrived;
    total.lost += counts.lost;
    total.blocked += counts.blocked;
    total.under_way += counts.under_way;
  }
  AuditLine line;
  line.name = "messages are conserved";
  line.ok = total.sent == total.arrived + total.lost + total.blocked + total.under_way;
  line.detail = fmt::format("{} sent, {} arrived, {} lost, {} blocked, {} under way",
                            total.sent,
                            total.arrived,
                            total.lost,
                            total.blocked,
                            total.under_way);
  lines.push_back(std::move(line));
}

}  // namespace napkin
