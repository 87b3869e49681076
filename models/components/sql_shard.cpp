#include "models/components/sql_shard.h"

#include <algorithm>

namespace napkin::components {

using algorithms::LogShipping;
using algorithms::NodeId;
using algorithms::ReplicationMode;

namespace {

/// How often a primary looks for replicas that have fallen behind, to send them what they miss.
constexpr Duration kCatchUpPeriod = 200ms;

/// How often a write looks whether the dump thread has helped.
constexpr Duration kAcknowledgePoll = 1ms;

/// How often a synchronous replica looks whether its apply thread has come far enough.
constexpr Duration kApplyPoll = 100us;

}  // namespace

/// A server of the shard, primary or replica.
class SqlShard::Node final : public Endpoint, private HostListener {
 public:
  Node(SqlShard& shard, std::size_t index, Host& host)
      : Endpoint(host, host.name()), shard_(shard), index_(index) {
    host.add_listener(*this);
  }

  Task<Reply> handle(const Request& request) override {
    if (request.operation == shard_.sql_.read_) {
      return shard_.read(*this);
    }
    if (request.operation == shard_.sql_.replicate_) {
      return shard_.receive_and_apply(*this, request);
    }
    return shard_.write(*this);
  }

  /// Receiving a piece of the log is a matter of the relay log, and does not wait for the cores:
  /// `key` is where the piece begins, `value` where it ends.
  std::optional<Reply> handle_at_once(const Request& request) override {
    const bool is_copy = request.operation == shard_.sql_.replicate_;
    if (!is_copy || shard_.sql_.options_.replication == ReplicationMode::kSynchronous) {
      return std::nullopt;
    }
    return receive(request);
  }

  /// A piece that does not follow on what is there is refused: the primary sends what lies between.
  Reply receive(const Request& request) {
    const bool gap = request.key > received.records;
    if (!gap && request.value > received.records) {
      received.records = request.value;
      start_applying();
    }
    return Reply{.status = gap ? Status::kConflict : Status::kOk, .value = received.records};
  }

  [[nodiscard]] NodeId id() const { return static_cast<NodeId>(index_); }

  [[nodiscard]] std::size_t index() const { return index_; }

  [[nodiscard]] bool is_primary() const { return shard_.primary_ == index_; }

  void start_applying() {
    if (!applying) {
      applying = true;
      host().tasks().start(shard_.apply_log(*this));
    }
  }

  Position received;  // of a replica: durable in its relay log
  Position applied;   // visible to its readers
  bool applying = false;

 private:
  void host_crashed(DiskFate disk) override { shard_.on_crash(*this, disk); }

  void host_restarted() override { shard_.on_restart(*this); }

  SqlShard& shard_;
  std::size_t index_;
};

SqlShard::SqlShard(Sql& sql, std::size_t index, std::string name)
    : sql_(sql), name_(std::move(name)), costs_(sql.region().seed(), name_, "cost") {
  for (std::int64_t number = 0; number < sql.options_.replicas; ++number) {
    const auto node = static_cast<std::size_t>(number);
    const std::string address = name_ + ".node[" + std::to_string(number) + "]";
    // Replicas in other zones than their primary, primaries of all shards spread over the zones.
    Host& host = sql.add_host(sql.options_.host.host(address, sql.region(), index + node));
    nodes_.push_back(std::make_unique<Node>(*this, node, host));
    sql.options_.host.limit(*nodes_.back());
    sql.add_endpoint(*nodes_.back());
  }
  take_followers();
}

SqlShard::~SqlShard() = default;

void SqlShard::start() {
  primary_host().tasks().spawn(catch_up());
}

Endpoint& SqlShard::node_for(bool is_read, RandomStream& random) const {
  const bool from_replicas = is_read && sql_.options_.read_from == Sql::ReadFrom::kReplicas;
  if (!from_replicas || nodes_.size() == 1) {
    return *nodes_[primary_];
  }
  const std::size_t other = random.below(nodes_.size() - 1);
  return *nodes_[other < primary_ ? other : other + 1];
}

Host& SqlShard::primary_host() const {
  return nodes_[primary_]->host();
}

/// The log as the new primary ships it: to every other node that is up.
void SqlShard::take_followers() {
  shipping_ = std::make_unique<LogShipping>(algorithms::LogShippingOptions{
      .mode = sql_.options_.replication,
      .acknowledgements = static_cast<int>(sql_.options_.acknowledgements)});
  ++term_;
  shipping_->on_appended(end_);
  for (const auto& node : nodes_) {
    if (!node->is_primary() && node->host().up()) {
      node->received = std::min(node->received, end_);
      shipping_->add_replica(node->id(), node->received);
    }
  }
}

Task<Reply> SqlShard::read(Node& node) {
  const Duration cost = sql_.options_.read.sample_duration(costs_);
  return work_then_reply(node.host(), cost, Reply{.value = node.applied.records});
}

Task<Reply> SqlShard::write(Node& node) {
  const Duration cost = sql_.options_.write.sample_duration(costs_);
  const ServiceOutcome outcome = co_await node.host().work(cost);
  if (outcome != ServiceOutcome::kServed) {
    co_return Reply::failed(Status::kOverloaded);
  }
  if (!node.is_primary()) {
    // It was the primary when the request was sent.
    co_return Reply::failed(Status::kUnavailable);
  }
  end_ = end_ + 1;
  shipping_->on_appended(end_);
  const Position position = end_;
  const bool done = co_await replicate(node, position);
  co_return Reply{.status = done ? Status::kOk : Status::kTimeout, .value = position.records};
}

std::size_t SqlShard::followers_up() const {
  return static_cast<std::size_t>(
      std::count_if(nodes_.begin(), nodes_.end(), [](const std::unique_ptr<Node>& node) {
        return !node->is_primary() && node->host().up();
      }));
}

Task<bool> SqlShard::replicate(Node& node, Position position) {
  const std::size_t followers = followers_up();
  if (followers == 0) {
    co_return commit(position);
  }
  const std::uint64_t term = term_;
  const bool waits =
      sql_.options_.replication != ReplicationMode::kAsynchronous && !shipping_->is_degraded();
  const std::size_t needed =
      !waits ? 0
      : sql_.options_.replication == ReplicationMode::kSynchronous
          ? followers
          : std::min(static_cast<std::size_t>(sql_.options_.acknowledgements), followers);
  const Time deadline = add_checked(node.host().kernel().now(), sql_.options_.acknowledge_timeout);
  Gather copies(node.host(), followers);
  ship(position, copies);
  co_await copies.until(needed, deadline);
  if (term != term_) {
    co_return false;
  }
  for (std::size_t index = 0; index < copies.size(); ++index) {
    if (copies.ended(index) && copies.reply(index).ok()) {
      const auto& follower = static_cast<const Node&>(*copies.server(index));
      acknowledge(follower, position, Position{copies.reply(index).value});
    }
  }
  // A piece that got lost, or overtook another one, comes again from the dump thread.
  while (waits && is_awaited(position) && node.host().kernel().now() < deadline) {
    co_await node.host().sleep(kAcknowledgePoll);
  }
  co_return commit(position);
}

/// Sends the last record of the log up to `position` to every replica that is up.
void SqlShard::ship(Position position, Gather& copies) {
  const Request piece{.operation = sql_.replicate_,
                      .bytes = 300,
                      .key = position.records - 1,
                      .value = position.records};
  for (const auto& other : nodes_) {
    if (!other->is_primary() && other->host().up()) {
      copies.send(*other, piece);
      shipping_->on_sent(other->id(), position);
    }
  }
}

/// The wait for replicas is over: a semi-synchronous primary goes on without them, a synchronous
/// write that not all have applied is in doubt, and nobody is told that it is done.
bool SqlShard::commit(Position position) {
  if (shipping_->committed(position) < position) {
    shipping_->on_wait_timed_out();
  }
  return shipping_->committed(position) >= position;
}

/// What a replica says about a piece of the log that ended at `position`.
void SqlShard::acknowledge(const Node& node, Position position, Position received) {
  shipping_->on_received(node.id(), received);
  if (sql_.options_.replication == ReplicationMode::kSynchronous) {
    shipping_->on_applied(node.id(), position);
  }
}

/// Whether a write still waits for replicas that are there.
bool SqlShard::is_awaited(Position position) const {
  return shipping_->replicas_count() > 0 && shipping_->committed(position) < position;
}

/// What a synchronous primary waits for: the piece is visible to the replica's readers.
Task<Reply> SqlShard::receive_and_apply(Node& node, const Request& request) {
  const Reply reply = node.receive(request);
  while (reply.ok() && node.applied.records < request.value) {
    co_await node.host().sleep(kApplyPoll);
  }
  co_return reply;
}

/// The apply thread of a replica: one record after the other, until it has caught up.
Task<void> SqlShard::apply_log(Node& node) {
  while (node.applied < node.received) {
    const Duration cost = sql_.options_.apply.sample_duration(costs_);
    const ServiceOutcome outcome = co_await node.host().work(cost);
    if (outcome == ServiceOutcome::kServed) {
      node.applied = node.applied + 1;
    } else {
      co_await node.host().sleep(kApplyPoll);  // the queue was full: try again
    }
  }
  node.applying = false;
}

/// The dump thread: every so often sends to each replica what it still lacks.
Task<void> SqlShard::catch_up() {
  Node& primary = *nodes_[primary_];
  const std::uint64_t term = term_;
  while (term == term_) {
    co_await primary.host().sleep(kCatchUpPeriod);
    for (const auto& other : nodes_) {
      if (other->is_primary() || !other->host().up() ||
          shipping_->progress(other->id()).received >= end_) {
        continue;
      }
      const Request piece{.operation = sql_.replicate_,
                          .bytes = 300,
                          .key = shipping_->progress(other->id()).received.records,
                          .value = end_.records,
                          .deadline = add_checked(primary.host().kernel().now(), 1s)};
      const Reply reply = co_await Call(primary.host(), *other, piece);
      if (term != term_) {
        co_return;
      }
      if (reply.ok()) {
        acknowledge(*other, Position{piece.value}, Position{reply.value});
      }
    }
  }
}

void SqlShard::on_crash(Node& node, DiskFate disk) {
  node.applying = false;
  if (node.is_primary()) {
    // All of the log is on its disk, until a fail-over finds that nobody else has the end of it.
    node.received = end_;
    node.applied = end_;
  }
  if (disk == DiskFate::kLost) {
    node.received = Position{};
    node.applied = Position{};
  }
  if (!node.is_primary()) {
    shipping_->remove_replica(node.id());
  }
  watch();
}

/// A dead primary is noticed by every node that is up; the first one to act wins.
void SqlShard::watch() {
  if (nodes_[primary_]->host().up()) {
    return;
  }
  for (const auto& other : nodes_) {
    if (other->host().up()) {
      other->host().tasks().spawn(fail_over(*other));
    }
  }
}

/// Waits until the failure counts as one, then promotes.
Task<void> SqlShard::fail_over(Node& witness) {
  const std::uint64_t term = term_;
  co_await witness.host().sleep(sql_.options_.fail_over_after);
  if (term != term_ || nodes_[primary_]->host().up()) {
    co_return;
  }
  for (const auto& node : nodes_) {
    // Those that are left are asked how far they have come; the primary may not have heard.
    if (node->host().paused()) {
      shipping_->remove_replica(node->id());  // it does not answer
    } else if (node->host().up()) {
      shipping_->on_received(node->id(), node->received);
      shipping_->on_applied(node->id(), node->applied);
    }
  }
  const std::optional<NodeId> candidate = shipping_->failover_candidate();
  if (candidate) {
    promote(algorithms::number_of(*candidate));
  }
}

void SqlShard::promote(std::size_t index) {
  Node& chosen = *nodes_[index];
  lost_ += shipping_->committed(Position{}) - chosen.received;
  fail_overs_ += index == primary_ ? 0 : 1;
  // What it has received is the log from now on; it applies the rest before it looks back.
  end_ = chosen.received;
  for (const auto& node : nodes_) {
    // Also the old primary, which may have written what nobody else has: that is cut off.
    node->received = std::min(node->received, end_);
    node->applied = std::min(node->applied, node->received);
  }
  primary_ = index;
  take_followers();
  chosen.host().tasks().spawn(catch_up());
}

/// It is back before anybody was promoted. If its disk is empty, the best replica takes over at
/// once; without one, everything is lost.
void SqlShard::resume_as_primary(Node& node) {
  if (node.received < end_) {
    std::optional<std::size_t> best;
    for (const auto& other : nodes_) {
      const bool better = !best || nodes_[*best]->received < other->received;
      if (other->host().up() && !other->is_primary() && better) {
        best = other->index();
      }
    }
    promote(best.value_or(primary_));
    return;
  }
  ++term_;
  node.host().tasks().spawn(catch_up());
}

void SqlShard::on_restart(Node& node) {
  if (node.is_primary()) {
    resume_as_primary(node);
    return;
  }
  shipping_->add_replica(node.id(), node.received);
  watch();
  if (node.applied < node.received) {
    node.start_applying();
  }
}

}  // namespace napkin::components
