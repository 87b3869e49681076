#pragma once

#include <memory>    // unique_ptr
#include <optional>  // optional
#include <string>    // string
#include <vector>    // vector

#include "models/algorithms/replication/log_shipping.h"
#include "models/components/sql.h"
#include "sim/net/call.h"
#include "sim/net/gather.h"

namespace napkin::components {

/// One shard of a relational store: its nodes, who of them is the primary, and the log that they
/// share.
class SqlShard {
 public:
  class Node;

  /// `name` is the address of the shard; hosts and endpoints are added to `sql`.
  SqlShard(Sql& sql, std::size_t index, std::string name);
  ~SqlShard();

  /// The node to read from or to write to. A dead primary stays the address for writes until a
  /// replica is promoted: nobody knows better.
  [[nodiscard]] Endpoint& node_for(bool is_read, RandomStream& random) const;

  /// Starts the dump thread.
  void start();

  [[nodiscard]] Host& primary_host() const;

  [[nodiscard]] const std::vector<std::unique_ptr<Node>>& nodes() const { return nodes_; }

  [[nodiscard]] std::size_t primary() const { return primary_; }

  /// Writes that clients were told are done, and that a fail-over lost.
  [[nodiscard]] std::uint64_t lost() const { return lost_; }

  [[nodiscard]] std::int64_t fail_overs() const { return fail_overs_; }

 private:
  using Position = algorithms::LogPosition;

  [[nodiscard]] Task<Reply> read(Node& node);
  [[nodiscard]] Task<Reply> write(Node& node);
  /// Sends the log up to `position` to all replicas, and waits for as many of them as the mode
  /// asks; false when the write is in doubt.
  [[nodiscard]] Task<bool> replicate(Node& node, Position position);
  void ship(Position position, Gather& copies);
  void acknowledge(const Node& node, Position position, Position received);
  [[nodiscard]] bool is_awaited(Position position) const;
  bool commit(Position position);
  [[nodiscard]] Task<void> fail_over(Node& witness);
  [[nodiscard]] Task<Reply> receive_and_apply(Node& node, const Request& request);
  [[nodiscard]] Task<void> apply_log(Node& node);
  [[nodiscard]] Task<void> catch_up();
  void promote(std::size_t index);
  void resume_as_primary(Node& node);
  void take_followers();
  [[nodiscard]] std::size_t followers_up() const;
  void watch();
  void on_crash(Node& node, DiskFate disk);
  void on_restart(Node& node);

  Sql& sql_;
  std::string name_;
  RandomStream costs_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::size_t primary_ = 0;
  Position end_;  // of the primary's log
  std::unique_ptr<algorithms::LogShipping> shipping_;
  std::uint64_t lost_ = 0;
  std::int64_t fail_overs_ = 0;
  std::uint64_t term_ = 0;  // which primary: late answers to an earlier one do not count
};

}  // namespace napkin::components
