// What a timeline does to the network: partitions, and lines and network cards that get worse.

#include <algorithm>

#include "sim/run/timeline.h"

namespace napkin {

namespace {

/// What a change makes of a network card, which has no latency of its own.
CardFaults card_faults_of(const LineChange& change) {
  CardFaults faults;
  faults.loss = change.loss.value_or(0);
  faults.duplicate = change.duplicate.value_or(0);
  faults.reorder = change.reorder.value_or(0);
  faults.reorder_delay = change.reorder_delay.value_or(faults.reorder_delay);
  faults.bandwidth_bps = change.bandwidth.value_or(0);
  return faults;
}

}  // namespace

void Timeline::partition(const TimelineKeys& entry, std::vector<Deed>& deeds) {
  block(entry.partition[0], entry.partition[1], deeds);
  if (!entry.one_way) {
    block(entry.partition[1], entry.partition[0], deeds);
  }
}

/// Messages from one side to the other are lost. Between two whole regions the line is cut, which
/// belongs to the region of the sender; else the hosts of each side are told apart by a bit that no
/// other partition uses, each region marking its own.
void Timeline::block(const Address& from, const Address& to, std::vector<Deed>& deeds) {
  const std::uint64_t bit = next_partition();
  if (is_region(from) && is_region(to) && find_region(from) != find_region(to)) {
    cut(*find_region(from), *find_region(to), bit, deeds);
    return;
  }
  for (Region* const sender : regions_of(from)) {
    mark(*sender, {.from = bit}, [this, from, sender] { return find_side(from, *sender); }, deeds);
  }
  for (Region* const receiver : regions_of(to)) {
    mark(*receiver, {.to = bit}, [this, to, receiver] { return find_side(to, *receiver); }, deeds);
  }
}

/// The hosts still reach each other, but nobody else.
void Timeline::isolate(const Address& inside, std::vector<Deed>& deeds) {
  const std::uint64_t out = next_partition();
  const std::uint64_t in = next_partition();
  for (const auto& region : world_.regions()) {
    Region* const home = region.get();
    const auto isolated = [this, home, inside] { return find_side(inside, *home); };
    const auto others = [home, isolated] {
      const Hosts apart = isolated();
      Hosts found;
      for (const auto& host : home->hosts()) {
        if (std::find(apart.begin(), apart.end(), host.get()) == apart.end()) {
          found.push_back(host.get());
        }
      }
      return found;
    };
    mark(*home, {.from = out, .to = in}, isolated, deeds);
    mark(*home, {.from = in, .to = out}, others, deeds);
  }
}

/// Marks hosts of one region as they are found when it happens. The end is that of the senders.
void Timeline::mark(Region& region,
                    const Marks& marks,
                    std::function<Hosts()> find,
                    std::vector<Deed>& deeds) {
  const auto marked = std::make_shared<Hosts>();
  Deed& deed = deeds.emplace_back();
  deed.region = &region;
  deed.begin = [marks, find = std::move(find), marked] {
    for (Host* const host : *marked) {
      host->blocks_to &= ~marks.to;  // of the last time
    }
    *marked = find();
    for (Host* const host : *marked) {
      host->blocks_from |= marks.from;
      host->blocks_to |= marks.to;
    }
  };
  deed.end = [marks, marked] {
    for (Host* const host : *marked) {
      host->blocks_from &= ~marks.from;
    }
  };
}

void Timeline::cut(Region& sender, Region& receiver, std::uint64_t bit, std::vector<Deed>& deeds) {
  Region::Line& line = sender.line_to(receiver.id());
  Deed& deed = deeds.emplace_back();
  deed.region = &sender;
  deed.begin = [&line, bit] { line.blocks |= bit; };
  deed.end = [&line, bit] { line.blocks &= ~bit; };
}

std::uint64_t Timeline::next_partition() {
  NAPKIN_ASSERT(partitions_ < kPartitionsMax);  // the scenario was checked
  return std::uint64_t{1} << partitions_++;
}

int Timeline::partitions_of(const TimelineKeys& entry) {
  if (entry.isolate) {
    return 2;
  }
  return entry.partition.empty() ? 0 : entry.one_way ? 1 : 2;
}

void Timeline::heal(std::vector<Deed>& deeds) const {
  for (const auto& region : world_.regions()) {
    Region* const healed = region.get();
    Deed& deed = deeds.emplace_back();
    deed.region = healed;
    deed.begin = [this, healed] {
      for (const auto& host : healed->hosts()) {
        host->blocks_from = 0;
      }
      for (const auto& other : world_.regions()) {
        if (other.get() != healed) {
          healed->line_to(other->id()).blocks = 0;
        }
      }
    };
  }
}

void Timeline::degrade(const TimelineKeys& entry, std::vector<Deed>& deeds) {
  if (entry.degrade.size() == 2) {
    Region& one = *find_region(entry.degrade[0]);
    Region& other = *find_region(entry.degrade[1]);
    degrade_line(entry, one, other, deeds);
    if (!entry.one_way) {
      degrade_line(entry, other, one, deeds);
    }
    return;
  }
  const auto faults = std::make_shared<const CardFaults>(card_faults_of(entry.change));
  const Effect effect{[faults](Host& host) { host.add_card_faults(*faults); },
                      [faults](Host& host) { host.remove_card_faults(*faults); }};
  deeds = deeds_on_hosts(entry, entry.degrade[0], effect);
}

/// Changes that overlap lie one over the other, and each takes only itself away.
void Timeline::degrade_line(const TimelineKeys& entry,
                            Region& from,
                            Region& to,
                            std::vector<Deed>& deeds) {
  Region::Line& line = from.line_to(to.id());
  DegradedLine& degraded =
      lines_.try_emplace({from.id(), to.id()}, DegradedLine{line.options, {}}).first->second;
  const auto lay_over = [&line, &degraded] {
    line.options = degraded.base;
    for (const LineChange* const change : degraded.changes) {
      line.options = change->over(line.options);
    }
  };
  Deed& deed = deeds.emplace_back();
  deed.region = &from;
  deed.begin = [&degraded, &entry, lay_over] {
    degraded.changes.push_back(&entry.change);
    lay_over();
  };
  deed.end = [&degraded, &entry, lay_over] {
    const auto own = std::find(degraded.changes.begin(), degraded.changes.end(), &entry.change);
    degraded.changes.erase(own);
    lay_over();
  };
}

}  // namespace napkin
