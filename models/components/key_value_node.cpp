#include "models/components/key_value_node.h"

#include <algorithm>
#include <array>

#include "sim/net/call.h"

namespace napkin::components {

namespace {

/// The last bit of a version says that the key was deleted, those before it who coordinated.
constexpr std::uint64_t kDeleted = 1;
constexpr int kCoordinatorBits = 10;
constexpr std::uint64_t kCoordinatorMask = (std::uint64_t{1} << kCoordinatorBits) - 1;
constexpr std::uint64_t kTimeMask = ~((std::uint64_t{2} << kCoordinatorBits) - 1);

/// Clocks show the time since this long before the run, so that one that is set back still counts
/// upwards from zero.
constexpr Duration kEpoch{std::int64_t{1} << 61};

/// After a refusal or a reset a node is passed over for so long.
constexpr Duration kSuspicion = 1s;

/// How often a node tries to hand over its hints, and how many in one go.
constexpr Duration kHandOverPeriod = 1s;
constexpr std::size_t kHandOverBatch = 64;

}  // namespace

class KeyValue::Node::Outcome {
 public:
  Outcome(Node& coordinator, std::uint64_t key, std::uint64_t version)
      : coordinator_(coordinator),
        key_(key),
        version_(version),
        begun_(coordinator.host().kernel().now()) {
    if (coordinator_.free_places_.empty()) {
      coordinator_.free_places_.push_back(coordinator_.open_.size());
      coordinator_.open_.push_back(nullptr);
    }
    place_ = coordinator_.free_places_.back();
    coordinator_.free_places_.pop_back();
    coordinator_.open_[place_] = this;
  }

  ~Outcome() {
    coordinator_.open_[place_] = nullptr;
    coordinator_.free_places_.push_back(place_);
    if (acknowledged_ && store().options_.keep == Keep::kUnsettled) {
      store().log_ledger_.record(key_, version_, std::span(holders_).first(count_));
    }
  }

  Outcome(const Outcome&) = delete;
  Outcome& operator=(const Outcome&) = delete;

  [[nodiscard]] std::size_t place() const { return place_; }

  [[nodiscard]] bool is_of(std::uint64_t key, std::uint64_t version) const {
    return key == key_ && version == version_;
  }

  void add_holder(std::uint32_t node) {
    const auto end = holders_.begin() + static_cast<std::ptrdiff_t>(count_);
    if (std::find(holders_.begin(), end, node) == end && count_ < holders_.size()) {
      holders_[count_++] = node;
    }
  }

  void acknowledge() {
    acknowledged_ = true;
    if (store().options_.keep == Keep::kAll) {
      store().value_ledger_.record(key_, version_, begun_, coordinator_.host().kernel().now());
    }
  }

 private:
  [[nodiscard]] KeyValue& store() const { return coordinator_.store_; }

  Node& coordinator_;
  std::uint64_t key_;
  std::uint64_t version_;
  Time begun_;
  std::size_t place_ = 0;
  bool acknowledged_ = false;
  std::size_t count_ = 0;
  std::array<std::uint32_t, LogLedger::kCopiesMax> holders_{};
};

KeyValue::Node::Node(KeyValue& store, std::uint32_t number, Host& host)
    : Endpoint(host, host.name()),
      store_(store),
      number_(number),
      costs_(store.region().seed(), host.name(), "cost"),
      hints_(algorithms::HintLogOptions{}) {
  host.add_listener(*this);
}

Task<Reply> KeyValue::Node::handle(const Request& request) {
  if (request.operation == store_.store_) {
    return store(request);
  }
  if (request.operation == store_.fetch_) {
    return fetch(request);
  }
  return request.operation == store_.get_ ? get(request) : put(request);
}

void KeyValue::Node::suspect() {
  suspected_until_ = add_checked(host().kernel().now(), kSuspicion);
}

Request KeyValue::Node::message(OperationId operation,
                                const Request& cause,
                                std::uint64_t value,
                                std::size_t place) const {
  Request sent = cause;
  sent.user = place;  // between nodes it does not matter whose it is
  sent.operation = operation;
  sent.value = value;
  sent.port = nullptr;
  sent.deadline =
      std::min(cause.deadline, add_checked(host().kernel().now(), store_.options_.timeout));
  return sent;
}

/// The version of a write is its time, to two microseconds; who coordinated it breaks ties.
std::uint64_t KeyValue::Node::next_version(bool is_delete) const {
  const Time shown = host().local_time() + kEpoch;
  const std::uint64_t time = static_cast<std::uint64_t>(shown.count()) & kTimeMask;
  return time | (std::uint64_t{number_} << 1) | (is_delete ? kDeleted : 0);
}

/// Coordinates a write: to all homes at once, done when W have it; what the others miss is hinted.
Task<Reply> KeyValue::Node::put(const Request& request) {
  const std::uint64_t version = next_version(request.operation == store_.delete_);
  Outcome outcome(*this, request.key, version);
  std::optional<Gather> sent;
  const Round round = send_copies(request, version, outcome.place(), sent);
  Gather& copies = *sent;
  std::size_t own = 0;
  if (round.is_home) {
    const Duration cost = store_.options_.write.sample_duration(costs_);
    const ServiceOutcome done = co_await host().work(cost);
    if (done == ServiceOutcome::kServed) {
      keep(request.key, version);
      outcome.add_holder(number_);
      own = 1;
    }
  }
  co_await copies.until(round.wanted - std::min(own, round.wanted), round.deadline);
  const bool reached_quorum = own + copies.successes() >= round.wanted;
  const Reply reply{.status = reached_quorum ? Status::kOk : Status::kUnavailable,
                    .value = request.value,
                    .version = version};
  if (reached_quorum) {
    outcome.acknowledge();
  }
  if (request.port != nullptr && copies.under_way() > 0) {
    request.port->reply_early(reply);
  }
  co_await copies.until_all_ended(round.deadline);
  keep_hints({request.key, version, request.bytes}, copies);
  co_return reply;
}

/// To every home that seems to be up; the others get a hint.
KeyValue::Node::Round KeyValue::Node::send_copies(const Request& request,
                                                  std::uint64_t version,
                                                  std::size_t place,
                                                  std::optional<Gather>& copies) {
  const WriteHomes homes = store_.write_homes_of(request.key);
  const Request copy = message(store_.store_, request, version, place);
  copies.emplace(host(), homes.count);
  Round round{.wanted = static_cast<std::size_t>(store_.options_.w) + homes.newcomers,
              .deadline = copy.deadline};
  for (const algorithms::NodeId id : std::span(homes.ids).first(homes.count)) {
    Node& home = store_.node(id);
    if (&home == this) {
      round.is_home = true;
    } else if (home.believed_up()) {
      copies->send(home, copy);
    } else {
      hints_.store(id, host().kernel().now(), {request.key, version, request.bytes});
    }
  }
  return round;
}

/// For the homes that have not said that they got their copy.
void KeyValue::Node::keep_hints(const Copy& copy, const Gather& copies) {
  for (std::size_t index = 0; index < copies.size(); ++index) {
    if (copies.ended(index) && copies.reply(index).ok()) {
      continue;
    }
    auto& home = static_cast<Node&>(*copies.server(index));
    const Status status = copies.reply(index).status;
    if (status == Status::kRefused || status == Status::kReset) {
      home.suspect();
    }
    hints_.store(home.id(), host().kernel().now(), copy);
  }
}

/// Coordinates a read: asks all homes that seem to be up, the newest of the first R answers counts.
Task<Reply> KeyValue::Node::get(const Request& request) {
  const std::span<const algorithms::NodeId> homes = store_.homes_of(request.key);
  const Request question = message(store_.fetch_, request, 0);
  Gather answers(host(), homes.size());
  for (const algorithms::NodeId id : homes) {
    Node& home = store_.node(id);
    if (home.believed_up() || &home == this) {
      answers.send(home, question);
    }
  }
  const auto wanted = static_cast<std::size_t>(store_.options_.r);
  co_await answers.until(wanted, question.deadline);
  if (answers.successes() < wanted) {
    co_return Reply::failed(Status::kUnavailable);
  }
  std::uint64_t newest = 0;
  for (std::size_t index = 0; index < answers.size(); ++index) {
    if (answers.ended(index) && answers.reply(index).ok()) {
      newest = std::max(newest, answers.reply(index).version);
    }
  }
  repair(request, newest, answers);
  const bool is_there = newest != 0 && (newest & kDeleted) == 0;
  co_return Reply{.status = is_there ? Status::kOk : Status::kNotFound,
                  .bytes = request.bytes,
                  .version = newest};
}

/// Sends the newest version to those that answered with an older one. Nobody waits for it.
void KeyValue::Node::repair(const Request& request, std::uint64_t version, const Gather& answers) {
  for (std::size_t index = 0; index < answers.size(); ++index) {
    const bool stale =
        answers.ended(index) && answers.reply(index).ok() && answers.reply(index).version < version;
    if (stale) {
      ++repairs_;
      post(host(), *answers.server(index), message(store_.store_, request, version));
    }
  }
}

/// A home takes a copy.
Task<Reply> KeyValue::Node::store(const Request& request) {
  const Duration cost = store_.options_.write.sample_duration(costs_);
  const ServiceOutcome done = co_await host().work(cost);
  if (done != ServiceOutcome::kServed) {
    co_return Reply::failed(Status::kOverloaded);
  }
  keep(request.key, request.value);
  const std::uint64_t coordinator = (request.value >> 1) & kCoordinatorMask;
  store_.nodes_[coordinator]->note_holder(request.user, request, number_);
  co_return Reply{.version = request.value};
}

/// Who holds a copy is known from the moment when it is stored: the reply may get lost.
void KeyValue::Node::note_holder(std::size_t place, const Request& copy, std::uint32_t holder) {
  if (place < open_.size() && open_[place] != nullptr &&
      open_[place]->is_of(copy.key, copy.value)) {
    open_[place]->add_holder(holder);
  } else {
    store_.log_ledger_.add_holder(copy.key, copy.value, holder);
  }
}

/// A home answers with what it has; version 0 is none.
Task<Reply> KeyValue::Node::fetch(const Request& request) {
  const Duration cost = store_.options_.read.sample_duration(costs_);
  const ServiceOutcome done = co_await host().work(cost);
  if (done != ServiceOutcome::kServed) {
    co_return Reply::failed(Status::kOverloaded);
  }
  co_return Reply{.version = version_of(request.key).value_or(0)};
}

void KeyValue::Node::keep(std::uint64_t key, std::uint64_t version) {
  if (store_.options_.keep == Keep::kUnsettled) {
    return;
  }
  const std::uint32_t slot = keys_.insert(key);
  versions_.resize(std::max<std::size_t>(versions_.size(), keys_.slot_count()));
  versions_[slot] = std::max(versions_[slot], version);
}

std::optional<std::uint64_t> KeyValue::Node::version_of(std::uint64_t key) const {
  const std::uint32_t slot = keys_.find(key);
  return slot == algorithms::IdSlots::kNone ? std::nullopt : std::optional(versions_[slot]);
}

Task<void> KeyValue::Node::hand_over_hints() {
  while (true) {
    co_await host().sleep(kHandOverPeriod);
    for (std::size_t number = 0; number < store_.nodes_.size(); ++number) {
      Node* const home = store_.nodes_[number].get();  // nodes may come in between
      if (hints_.hints_for(home->id()) == 0 || !home->believed_up()) {
        continue;
      }
      const auto batch = hints_.first(home->id(), kHandOverBatch);
      Gather copies(host(), batch.size());
      for (const auto& hint : batch) {
        const Request cause{.bytes = hint.mutation.bytes, .key = hint.mutation.key};
        copies.send(*home, message(store_.store_, cause, hint.mutation.version));
      }
      co_await copies.until_all_ended(add_checked(host().kernel().now(), store_.options_.timeout));
      // Delivered are those up to the first that failed: order is kept.
      std::size_t delivered = 0;
      while (delivered < copies.size() && copies.ended(delivered) && copies.reply(delivered).ok()) {
        ++delivered;
      }
      hints_.on_delivered(home->id(), delivered);
      if (delivered < copies.size()) {
        home->suspect();
      }
    }
  }
}

/// Begins when every write that knew of the old homes only has ended. Each home hands over what it
/// has: the newest version counts.
Task<void> KeyValue::Node::hand_over_keys() {
  co_await host().sleep(store_.options_.timeout);
  std::vector<std::pair<Node*, Copy>> batch;
  for (std::uint32_t slot = 0; slot < keys_.slot_count(); ++slot) {
    if (!keys_.is_live(slot)) {
      continue;
    }
    const std::uint64_t key = keys_.id_of(slot);
    const WriteHomes homes = store_.write_homes_of(key);
    const auto current = std::span(homes.ids).first(homes.count - homes.newcomers);
    if (std::find(current.begin(), current.end(), id()) == current.end()) {
      continue;  // it has the key because it will be a home
    }
    const auto bytes = static_cast<std::uint32_t>(store_.options_.move_bytes);
    for (std::size_t index = homes.count - homes.newcomers; index < homes.count; ++index) {
      batch.emplace_back(&store_.node(homes.ids[index]), Copy{key, versions_[slot], bytes});
    }
    if (batch.size() >= kHandOverBatch) {
      co_await deliver(batch);
    }
  }
  co_await deliver(batch);
  store_.end_move(number_);
}

/// Sends copies until all have arrived.
Task<void> KeyValue::Node::deliver(std::vector<std::pair<Node*, Copy>>& batch) {
  while (!batch.empty()) {
    Gather copies(host(), batch.size());
    for (const auto& [home, copy] : batch) {
      const Request cause{.bytes = copy.bytes, .key = copy.key};
      copies.send(*home, message(store_.store_, cause, copy.version));
    }
    co_await copies.until_all_ended(add_checked(host().kernel().now(), store_.options_.timeout));
    std::vector<std::pair<Node*, Copy>> missed;
    for (std::size_t index = 0; index < copies.size(); ++index) {
      const bool arrived = copies.ended(index) && copies.reply(index).ok();
      moved_ += arrived ? 1 : 0;
      if (!arrived) {
        missed.push_back(batch[index]);
      }
    }
    batch = std::move(missed);
    if (!batch.empty()) {
      co_await host().sleep(kHandOverPeriod);
    }
  }
}

void KeyValue::Node::host_crashed(DiskFate disk) {
  // Hints, keys and versions are on disk.
  if (disk == DiskFate::kLost) {
    keys_ = algorithms::IdSlots();
    versions_.clear();
    hints_ = algorithms::HintLog<Copy>(algorithms::HintLogOptions{});
    store_.log_ledger_.lose_disk(number_);
  }
}

void KeyValue::Node::host_restarted() {
  host().tasks().spawn(hand_over_hints());
  if (store_.next_homes_ != nullptr && store_.moving_[number_]) {
    host().tasks().spawn(hand_over_keys());
  }
}

}  // namespace napkin::components
