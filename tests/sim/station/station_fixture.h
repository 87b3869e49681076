#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/kernel/task_group.h"
#include "sim/station/station.h"

namespace napkin::testing {

/// How a visit ended, and when.
struct Visit {
  Time at{0};
  ServiceOutcome outcome{};
  Duration waited{0};
};

/// Sends customers to one station and notes when they leave it.
class StationTest : public ::testing::Test {
 protected:
  ~StationTest() override {
    group_.kill_all();
    groups_.clear();
    kernel_.discard_pending();
    EXPECT_EQ(FramePool::in_use(), frames_before_);
  }

  /// Customer `name` comes at `when` with `work`.
  void customer(
      Station& station, const std::string& name, Time when, Duration work, int priority = 0) {
    group_.start(visit(station, name, when, work, priority));
  }

  /// The same in a group of its own, which `kill` destroys.
  void mortal_customer(
      Station& station, const std::string& name, Time when, Duration work, int priority = 0) {
    auto& group = groups_[name] = std::make_unique<TaskGroup>(kernel_);
    group->start(visit(station, name, when, work, priority));
  }

  void kill(const std::string& name) { groups_.at(name)->kill_all(); }

  /// When each left, served; in the order in which they left.
  [[nodiscard]] const std::vector<std::pair<std::string, Duration>>& served() const {
    return served_;
  }

  [[nodiscard]] const Visit& visit_of(const std::string& name) const { return visits_.at(name); }

  [[nodiscard]] ServiceOutcome outcome_of(const std::string& name) const {
    return visits_.at(name).outcome;
  }

  /// The books of the station agree with each other; Little's law holds exactly.
  void audit(const Station& station) const {
    const Station::Counts& counts = station.counts();
    EXPECT_EQ(counts.arrived,
              counts.served + counts.rejected + counts.dropped + counts.withdrawn + station.jobs());
    const Time now = kernel_.now();
    const Int128 inside = station.busy().integral(now) + station.queue().integral(now);
    EXPECT_TRUE(inside == station.time_spent(now));
    EXPECT_GE(station.busy().level(), 0);
    EXPECT_GE(station.queue().level(), 0);
  }

  const long frames_before_ = FramePool::in_use();
  Kernel kernel_;

 private:
  Task<void> visit(Station& station, std::string name, Time when, Duration work, int priority) {
    co_await delay(kernel_, when - kernel_.now());
    Job job = station.serve(work, priority);
    const ServiceOutcome outcome = co_await job;
    visits_[name] = Visit{kernel_.now(), outcome, job.waited()};
    if (outcome == ServiceOutcome::kServed) {
      served_.emplace_back(name, kernel_.now());
    }
  }

  std::map<std::string, Visit> visits_;
  std::vector<std::pair<std::string, Duration>> served_;
  TaskGroup group_{kernel_};
  std::map<std::string, std::unique_ptr<TaskGroup>> groups_;
};

}  // namespace napkin::testing
