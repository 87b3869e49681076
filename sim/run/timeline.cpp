#include "sim/run/timeline.h"

#include <algorithm>

namespace napkin {

class Timeline::Action final : public Event {
 public:
  Action(Kernel& kernel, Time when, std::string text, std::function<void()> action)
      : kernel_(kernel), text_(std::move(text)), action_(std::move(action)) {
    kernel_.schedule_at(when, *this);
  }

  ~Action() { kernel_.cancel(*this); }

  void run() override { action_(); }

  [[nodiscard]] std::string describe() const override { return "timeline: " + text_; }

 private:
  Kernel& kernel_;
  std::string text_;
  std::function<void()> action_;
};

Timeline::Timeline(const ScenarioPlan& plan,
                   World& world,
                   const std::vector<std::unique_ptr<Component>>& components)
    : world_(world), components_(components) {
  for (const TimelineKeys& entry : plan.timeline) {
    schedule(entry);
  }
}

Timeline::~Timeline() = default;

void Timeline::at(Region& region, Time when, std::string text, std::function<void()> action) {
  actions_.push_back(
      std::make_unique<Action>(region.kernel(), when, std::move(text), std::move(action)));
}

void Timeline::describe(const TimelineKeys& entry, std::string text) {
  TimelineEvent event;
  event.since = entry.at;
  event.text = std::move(text);
  if (entry.lasting) {
    event.until = add_checked(entry.at, *entry.lasting);
  }
  events_.push_back(std::move(event));
}

void Timeline::schedule(const TimelineKeys& entry) {
  const CrashManner manner =
      entry.power_fails ? CrashManner::kPowerFails : CrashManner::kProcessDies;
  const DiskFate disk = entry.disk_lost ? DiskFate::kLost : DiskFate::kKept;
  const auto restart = [](Host& host) { host.restart(); };
  const auto pause = [](Host& host) { host.pause(); };
  const auto resume = [](Host& host) { host.resume(); };
  const auto slow_link = [](Duration by) { return [by](Host& host) { host.extra_latency += by; }; };
  const auto step_clock = [](Duration by) { return [by](Host& host) { host.clock().step(by); }; };
  const auto drift_clock = [](std::int64_t ppm) {
    return [ppm](Host& host) { host.clock().set_drift(host.kernel().now(), ppm * 1000); };
  };

  if (entry.kill) {
    const auto kill = [manner, disk](Host& host) { host.crash(manner, disk); };
    describe(entry, "kill " + entry.kill->text());
    schedule_effect(entry, *entry.kill, {kill, restart});
  } else if (entry.restart) {
    describe(entry, "restart " + entry.restart->text());
    schedule_effect(entry, *entry.restart, {restart, nullptr});
  } else if (entry.pause) {
    describe(entry, "pause " + entry.pause->text());
    schedule_effect(entry, *entry.pause, {pause, resume});
  } else if (entry.resume) {
    describe(entry, "resume " + entry.resume->text());
    schedule_effect(entry, *entry.resume, {resume, nullptr});
  } else if (entry.slow) {
    const auto slow = [speed = *entry.speed](Host& host) { host.set_speed(speed); };
    const auto normal = [](Host& host) { host.set_speed(1); };
    describe(entry, "slow " + entry.slow->text());
    schedule_effect(entry, *entry.slow, {slow, normal});
  } else if (entry.slow_link) {
    describe(entry, "slow link of " + entry.slow_link->text());
    schedule_effect(entry, *entry.slow_link, {slow_link(*entry.by), slow_link(-*entry.by)});
  } else if (entry.step_clock) {
    describe(entry, "step clock of " + entry.step_clock->text());
    schedule_effect(entry, *entry.step_clock, {step_clock(*entry.by), step_clock(-*entry.by)});
  } else if (entry.drift_clock) {
    describe(entry, "drift clock of " + entry.drift_clock->text());
    schedule_effect(entry, *entry.drift_clock, {drift_clock(*entry.drift_ppm), drift_clock(0)});
  } else if (!entry.partition.empty()) {
    const std::string arrow = entry.one_way ? " -> " : " | ";
    describe(entry, "partition " + entry.partition[0].text() + arrow + entry.partition[1].text());
    schedule_partition(entry, entry.partition[0], entry.partition[1]);
    if (!entry.one_way) {
      schedule_partition(entry, entry.partition[1], entry.partition[0]);
    }
  } else if (entry.isolate) {
    describe(entry, "isolate " + entry.isolate->text());
    schedule_isolation(entry, *entry.isolate);
  } else if (entry.heal) {
    describe(entry, "heal all partitions");
    schedule_heal(entry);
  } else if (entry.set) {
    describe(entry, "set " + *entry.set);
    schedule_set(entry);
  }
}

/// Who an address names is found out when it happens: a role may have moved by then. What undoes it
/// is done to the same hosts.
void Timeline::schedule_effect(const TimelineKeys& entry,
                               const Address& address,
                               const Effect& effect) {
  Region* const region = region_of(address);
  NAPKIN_ASSERT(region != nullptr);
  const auto struck = std::make_shared<Hosts>();
  const std::size_t number = events_.size() - 1;
  at(*region, entry.at, events_.back().text, [this, address, effect, struck, number] {
    *struck = find_hosts(address);
    if (struck->empty()) {
      events_[number].text += " (there is no such host)";
    }
    for (Host* const host : *struck) {
      effect.apply(*host);
    }
  });
  if (entry.lasting && effect.undo) {
    const Time end = add_checked(entry.at, *entry.lasting);
    at(*region, end, "end of " + events_.back().text, [effect, struck] {
      for (Host* const host : *struck) {
        effect.undo(*host);
      }
    });
  }
}

/// Messages from one side to the other are lost. Between two whole regions the line is cut, which
/// belongs to the region of the sender; else the hosts of each side are told apart by a bit that no
/// other partition uses, each region marking its own.
void Timeline::schedule_partition(const TimelineKeys& entry,
                                  const Address& from,
                                  const Address& to) {
  Region& sender = *region_of(from);
  Region& receiver = *region_of(to);
  const std::uint64_t bit = next_partition();
  if (&sender != &receiver && is_region(from) && is_region(to)) {
    schedule_cut(entry, sender, receiver, bit);
    return;
  }
  schedule_marks(entry, sender, {.from = bit}, [this, from] { return find_side(from); });
  schedule_marks(entry, receiver, {.to = bit}, [this, to] { return find_side(to); });
}

/// The hosts still reach each other, but nobody else.
void Timeline::schedule_isolation(const TimelineKeys& entry, const Address& inside) {
  Region* const home = region_of(inside);
  const std::uint64_t out = next_partition();
  const std::uint64_t in = next_partition();
  schedule_marks(
      entry, *home, {.from = out, .to = in}, [this, inside] { return find_side(inside); });
  for (const auto& region : world_.regions()) {
    const auto others = [this, home, inside, &region = *region] {
      const Hosts isolated = &region == home ? find_side(inside) : Hosts{};
      Hosts found;
      for (const auto& host : region.hosts()) {
        if (std::find(isolated.begin(), isolated.end(), host.get()) == isolated.end()) {
          found.push_back(host.get());
        }
      }
      return found;
    };
    schedule_marks(entry, *region, {.from = in, .to = out}, others);
  }
}

/// Marks hosts of one region as they are found when it happens. The end is that of the senders.
void Timeline::schedule_marks(const TimelineKeys& entry,
                              Region& region,
                              const Marks& marks,
                              std::function<Hosts()> find) {
  const std::string text = events_.back().text;
  const auto marked = std::make_shared<Hosts>();
  at(region, entry.at, text, [marks, find = std::move(find), marked] {
    *marked = find();
    for (Host* const host : *marked) {
      host->blocks_from |= marks.from;
      host->blocks_to |= marks.to;
    }
  });
  if (entry.lasting && marks.from != 0) {
    at(region, add_checked(entry.at, *entry.lasting), "end of " + text, [marks, marked] {
      for (Host* const host : *marked) {
        host->blocks_from &= ~marks.from;
      }
    });
  }
}

void Timeline::schedule_cut(const TimelineKeys& entry,
                            Region& sender,
                            Region& receiver,
                            std::uint64_t bit) {
  const std::string text = events_.back().text;
  Region::Line& line = sender.line_to(receiver.id());
  at(sender, entry.at, text, [&line, bit] { line.blocks |= bit; });
  if (entry.lasting) {
    const Time end = add_checked(entry.at, *entry.lasting);
    at(sender, end, "end of " + text, [&line, bit] { line.blocks &= ~bit; });
  }
}

std::uint64_t Timeline::next_partition() {
  NAPKIN_ASSERT(partitions_ < kPartitionsMax);  // the scenario was checked
  return std::uint64_t{1} << partitions_++;
}

void Timeline::schedule_heal(const TimelineKeys& entry) {
  for (const auto& region : world_.regions()) {
    Region* const healed = region.get();
    at(*healed, entry.at, events_.back().text, [this, healed] {
      for (const auto& host : healed->hosts()) {
        host->blocks_from = 0;
      }
      for (const auto& other : world_.regions()) {
        if (other.get() != healed) {
          healed->line_to(other->id()).blocks = 0;
        }
      }
    });
  }
}

void Timeline::schedule_set(const TimelineKeys& entry) {
  const std::size_t dot = entry.set->find('.');
  const std::string name = entry.set->substr(0, dot);
  const std::string key = entry.set->substr(dot + 1);
  for (const auto& component : components_) {
    if (component->name() == name) {
      Component* const changed = component.get();
      const std::size_t number = events_.size() - 1;
      const double value = *entry.to;
      at(component->region(), entry.at, events_.back().text, [this, changed, key, value, number] {
        if (!changed->set(key, value)) {
          events_[number].text += " (which cannot be set so)";
        }
      });
    }
  }
}

Region* Timeline::region_of(const Address& address) const {
  for (const auto& component : components_) {
    if (component->name() == address.root()) {
      return &component->region();
    }
  }
  for (const auto& region : world_.regions()) {
    if (region->name() == address.root()) {
      return region.get();
    }
  }
  return nullptr;
}

bool Timeline::is_region(const Address& address) const {
  return address.steps().size() == 1 && region_of(address)->name() == address.root();
}

/// A whole region, as a side of a partition, is all that stands in it, its users too.
Timeline::Hosts Timeline::find_side(const Address& address) const {
  if (!is_region(address)) {
    return find_hosts(address);
  }
  Hosts found;
  for (const auto& host : region_of(address)->hosts()) {
    found.push_back(host.get());
  }
  return found;
}

int Timeline::partitions_of(const TimelineKeys& entry) {
  if (entry.isolate) {
    return 2;
  }
  return entry.partition.empty() ? 0 : entry.one_way ? 1 : 2;
}

/// `api[2]` names hosts of a component, `us-east` all of a region, `us-east.zone[1]` those of a
/// zone.
Timeline::Hosts Timeline::find_hosts(const Address& address) const {
  for (const auto& component : components_) {
    if (component->name() == address.root()) {
      return component->find_hosts(address);
    }
  }
  Hosts found;
  const auto& steps = address.steps();
  for (const auto& host : region_of(address)->hosts()) {
    const bool in_zone = steps.size() == 1 || !steps[1].index ||
                         *steps[1].index == AddressStep::kEvery ||
                         *steps[1].index == static_cast<std::int64_t>(host->zone());
    if (in_zone && host->options().in_data_centre) {
      found.push_back(host.get());
    }
  }
  return found;
}

}  // namespace napkin
