#include "sim/run/timeline.h"

#include <algorithm>

#include <fmt/format.h>

namespace napkin {

namespace {

constexpr std::size_t kEventsMax = 100;

}  // namespace

/// One deed at the times at which it is done: the pending event is its next begin or end.
class Timeline::Recurrence final : public Event {
 public:
  Recurrence(Deed deed, std::string text, Occurrences occurrences)
      : kernel_(deed.region->kernel()),
        deed_(std::move(deed)),
        text_(std::move(text)),
        occurrences_(std::move(occurrences)) {
    expect_next();
  }

  ~Recurrence() { kernel_.cancel(*this); }

  void run() override {
    if (is_on_) {
      is_on_ = false;
      deed_.end();
      expect_next();
      return;
    }
    if (events_.size() < kEventsMax) {
      events_.push_back({span_.start, span_.end, text_});
    }
    deed_.begin();
    if (span_.end && *span_.end != kTimeMax && deed_.end) {
      is_on_ = true;
      kernel_.schedule_at(*span_.end, *this);
    } else {
      expect_next();
    }
  }

  [[nodiscard]] std::string describe() const override { return "timeline: " + text_; }

  [[nodiscard]] std::vector<TimelineEvent> events() const {
    std::vector<TimelineEvent> events = events_;
    for (TimelineEvent& event : events) {
      event.text += *deed_.note;
    }
    return events;
  }

 private:
  void expect_next() {
    if (const std::optional<Occurrences::Span> next = occurrences_.next()) {
      span_ = *next;
      kernel_.schedule_at(span_.start, *this);
    }
  }

  Kernel& kernel_;
  Deed deed_;
  std::string text_;
  Occurrences occurrences_;
  Occurrences::Span span_;
  bool is_on_ = false;
  std::vector<TimelineEvent> events_;
};

Timeline::Timeline(const ScenarioPlan& plan,
                   World& world,
                   const std::vector<std::unique_ptr<Component>>& components)
    : world_(world), components_(components) {
  for (std::size_t number = 0; number < plan.timeline.size(); ++number) {
    schedule(plan.timeline[number], number);
  }
}

Timeline::~Timeline() = default;

/// Deeds of one entry draw the same times from streams of one name, whichever region they are in.
void Timeline::schedule(const TimelineKeys& entry, std::size_t number) {
  for (Deed& deed : deeds_of(entry)) {
    const std::string text = deed.who.empty() ? entry.describe() : entry.describe(deed.who);
    RandomStream random(world_.seed(), fmt::format("timeline[{}]", number), "times of " + deed.who);
    recurrences_.push_back(
        std::make_unique<Recurrence>(std::move(deed), text, Occurrences(entry.when, random)));
  }
}

std::vector<TimelineEvent> Timeline::events() const {
  std::vector<TimelineEvent> events;
  for (const auto& recurrence : recurrences_) {
    for (TimelineEvent& event : recurrence->events()) {
      // Deeds of one entry, in several regions or directions, are one event.
      if (std::find(events.begin(), events.end(), event) == events.end()) {
        events.push_back(std::move(event));
      }
    }
  }
  return events;
}

std::vector<Timeline::Deed> Timeline::deeds_of(const TimelineKeys& entry) {
  const CrashManner manner =
      entry.power_fails ? CrashManner::kPowerFails : CrashManner::kProcessDies;
  const DiskFate disk = entry.disk_lost ? DiskFate::kLost : DiskFate::kKept;
  const auto restart = [](Host& host) { host.restart(); };
  const auto resume = [](Host& host) { host.resume(); };
  const auto slow_link = [](Duration by) { return [by](Host& host) { host.extra_latency += by; }; };
  const auto step_clock = [](Duration by) { return [by](Host& host) { host.clock().step(by); }; };
  const auto drift_clock = [](std::int64_t ppm) {
    return [ppm](Host& host) { host.clock().set_drift(host.kernel().now(), ppm * 1000); };
  };
  const auto speed = [](double to) { return [to](Host& host) { host.set_speed(to); }; };

  if (entry.kill) {
    const auto kill = [manner, disk](Host& host) { host.crash(manner, disk); };
    return deeds_on_hosts(entry, *entry.kill, {kill, restart});
  }
  if (entry.restart) {
    return deeds_on_hosts(entry, *entry.restart, {restart, nullptr});
  }
  if (entry.pause) {
    return deeds_on_hosts(entry, *entry.pause, {[](Host& host) { host.pause(); }, resume});
  }
  if (entry.resume) {
    return deeds_on_hosts(entry, *entry.resume, {resume, nullptr});
  }
  if (entry.slow) {
    return deeds_on_hosts(entry, *entry.slow, {speed(*entry.speed), speed(1)});
  }
  if (entry.slow_link) {
    return deeds_on_hosts(entry, *entry.slow_link, {slow_link(*entry.by), slow_link(-*entry.by)});
  }
  if (entry.step_clock) {
    return deeds_on_hosts(
        entry, *entry.step_clock, {step_clock(*entry.by), step_clock(-*entry.by)});
  }
  if (entry.drift_clock) {
    return deeds_on_hosts(
        entry, *entry.drift_clock, {drift_clock(*entry.drift_ppm), drift_clock(0)});
  }
  std::vector<Deed> deeds;
  if (!entry.partition.empty()) {
    partition(entry, deeds);
  } else if (entry.isolate) {
    isolate(*entry.isolate, deeds);
  } else if (entry.heal) {
    heal(deeds);
  } else if (!entry.degrade.empty()) {
    degrade(entry, deeds);
  } else if (entry.set) {
    set(entry, deeds);
  } else if (entry.add) {
    resize(entry.add->to, entry.add->instances.count(), deeds);
  } else if (entry.remove) {
    resize(entry.remove->from, -entry.remove->instances.count(), deeds);
  }
  return deeds;
}

/// Who an address names is found out when it happens: a role may have moved by then. What undoes it
/// is done to the same hosts. Of failures at random each host has its own.
std::vector<Timeline::Deed> Timeline::deeds_on_hosts(const TimelineKeys& entry,
                                                     const Address& address,
                                                     const Effect& effect) const {
  std::vector<Deed> deeds;
  for (Region* const region : regions_of(address)) {
    const Hosts hosts = find_hosts(address, *region);
    if (entry.when.mtbf && hosts.size() > 1) {
      for (Host* const host : hosts) {
        Deed& deed = deeds.emplace_back();
        deed.region = region;
        deed.who = host->name();
        deed.begin = [host, effect] { effect.apply(*host); };
        deed.end = effect.undo ? [host, effect] { effect.undo(*host); } : std::function<void()>();
      }
      continue;
    }
    Deed& deed = deeds.emplace_back();
    deed.region = region;
    const auto struck = std::make_shared<Hosts>();
    deed.begin = [this, address, region, effect, struck, note = deed.note] {
      *struck = find_hosts(address, *region);
      if (struck->empty()) {
        *note = " (there is no such host)";
      }
      for (Host* const host : *struck) {
        effect.apply(*host);
      }
    };
    if (effect.undo) {
      deed.end = [effect, struck] {
        for (Host* const host : *struck) {
          effect.undo(*host);
        }
      };
    }
  }
  return deeds;
}

void Timeline::set(const TimelineKeys& entry, std::vector<Deed>& deeds) const {
  const std::size_t dot = entry.set->rfind('.');
  const AddressResult name = parse_address(entry.set->substr(0, dot));
  NAPKIN_ASSERT(name.address.has_value());
  for (Component* const component : find_components(*name.address)) {
    Deed& deed = deeds.emplace_back();
    deed.region = &component->region();
    const std::string key = entry.set->substr(dot + 1);
    const auto before = std::make_shared<std::optional<double>>();
    deed.begin = [component, key, value = entry.value, before, note = deed.note] {
      *before = component->set(key, value);
      *note = before->has_value() ? "" : " (which cannot be set so)";
    };
    deed.end = [component, key, before] {
      if (*before) {
        component->set(key, **before);
      }
    };
  }
}

void Timeline::resize(const std::string& name, std::int64_t by, std::vector<Deed>& deeds) const {
  const AddressResult address = parse_address(name);
  NAPKIN_ASSERT(address.address.has_value());
  for (Component* const component : find_components(*address.address)) {
    Deed& deed = deeds.emplace_back();
    deed.region = &component->region();
    const auto done = std::make_shared<std::int64_t>(0);
    deed.begin = [component, by, done, note = deed.note] {
      *done = component->resize(by);
      *note = *done == by ? "" : fmt::format(" ({} of them)", *done < 0 ? -*done : *done);
    };
    deed.end = [component, done] { component->resize(-*done); };
  }
}

/// The components that an address names, or stands in: all of a group, one of several.
std::vector<Component*> Timeline::find_components(const Address& address) const {
  std::vector<Component*> found;
  for (const auto& component : components_) {
    if (component->is_named_by(address)) {
      found.push_back(component.get());
    }
  }
  return found;
}

Region* Timeline::find_region(const Address& address) const {
  for (const auto& region : world_.regions()) {
    if (region->name() == address.root()) {
      return region.get();
    }
  }
  return nullptr;
}

std::vector<Region*> Timeline::regions_of(const Address& address) const {
  std::vector<Region*> regions;
  for (Component* const component : find_components(address)) {
    if (std::find(regions.begin(), regions.end(), &component->region()) == regions.end()) {
      regions.push_back(&component->region());
    }
  }
  Region* const region = regions.empty() ? find_region(address) : nullptr;
  if (region != nullptr) {
    regions.push_back(region);
  }
  return regions;
}

bool Timeline::is_region(const Address& address) const {
  return address.steps().size() == 1 && find_components(address).empty();
}

/// A whole region, as a side of a partition, is all that stands in it, its users too.
Timeline::Hosts Timeline::find_side(const Address& address, const Region& region) const {
  Hosts found;
  if (!is_region(address)) {
    return find_hosts(address, region);
  }
  if (region.name() == address.root()) {
    for (const auto& host : region.hosts()) {
      found.push_back(host.get());
    }
  }
  return found;
}

/// `api[2]` names hosts of a component, `us-east` all of a region, `us-east.zone[1]` those of a
/// zone.
Timeline::Hosts Timeline::find_hosts(const Address& address, const Region& region) const {
  Hosts found;
  const std::vector<Component*> components = find_components(address);
  for (Component* const component : components) {
    if (&component->region() == &region) {
      const Hosts hosts = component->find_hosts(address);
      found.insert(found.end(), hosts.begin(), hosts.end());
    }
  }
  if (!components.empty()) {
    return found;
  }
  const auto& steps = address.steps();
  if (region.name() != address.root()) {
    return found;
  }
  for (const auto& host : region.hosts()) {
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
