#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reports/format_registry.h"
#include "tests/reports/example_result.h"
#include "tests/reports/hostile_texts.h"

namespace napkin::reports {
namespace {

std::string trace_json(const RunResult& result) {
  return find_output_format("trace_json")->render(result).at(0).bytes;
}

std::vector<nlohmann::json> events_of(const RunResult& result, const std::string& phase) {
  const nlohmann::json document = nlohmann::json::parse(trace_json(result));
  std::vector<nlohmann::json> events;
  for (const nlohmann::json& event : document["traceEvents"]) {
    if (event["ph"] == phase) {
      events.push_back(event);
    }
  }
  return events;
}

TEST(TraceJson, HasAnAsynchronousSlicePerHop) {
  const auto begins = events_of(example_result(), "b");
  const auto ends = events_of(example_result(), "e");
  ASSERT_EQ(begins.size(), 2u);
  ASSERT_EQ(ends.size(), 2u);
  EXPECT_EQ(begins[0]["name"], "send");
  EXPECT_EQ(begins[0]["ts"], 12e6);
  EXPECT_EQ(begins[1]["args"]["address"], "threads.shard[1].primary");
  EXPECT_EQ(begins[1]["args"]["queue_wait_us"], 800e3);
  EXPECT_EQ(begins[1]["args"]["kept_because"], "slowest");
  EXPECT_EQ(begins[1]["args"]["parent"], begins[0]["id"]);
}

TEST(TraceJson, PairsBeginAndEndByCategoryIdAndPlace) {
  std::multiset<std::string> begins;
  std::multiset<std::string> ends;
  const auto key = [](const nlohmann::json& event) {
    return event["cat"].dump() + event["id"].dump() + event["pid"].dump() + event["tid"].dump();
  };
  for (const auto& event : events_of(example_result(), "b")) {
    begins.insert(key(event));
  }
  for (const auto& event : events_of(example_result(), "e")) {
    ends.insert(key(event));
  }
  EXPECT_EQ(begins.size(), 2u);
  EXPECT_EQ(begins, ends);
  EXPECT_EQ(std::set<std::string>(begins.begin(), begins.end()).size(), begins.size());
}

TEST(TraceJson, NamesItsProcessesAfterComponentsAndItsThreadsAfterInstances) {
  std::map<std::pair<int, int>, std::string> threads;
  std::map<int, std::string> processes;
  for (const auto& event : events_of(example_result(), "M")) {
    const int process = event["pid"];
    if (event["name"] == "thread_name") {
      threads[{process, event["tid"]}] = event["args"]["name"];
    } else {
      processes[process] = event["args"]["name"];
    }
  }
  EXPECT_EQ(processes.at(0), "timeline");
  for (const auto& event : events_of(example_result(), "b")) {
    const std::string address = threads.at({event["pid"].get<int>(), event["tid"].get<int>()});
    EXPECT_EQ(event["args"]["address"], address);
    EXPECT_TRUE(address.starts_with(processes.at(event["pid"].get<int>())));
  }
}

TEST(TraceJson, MarksTheTimeline) {
  const auto moments = events_of(example_result(), "i");
  ASSERT_EQ(moments.size(), 3u);
  EXPECT_EQ(moments[0]["name"], "kill threads.shard[1].primary");
  EXPECT_EQ(moments[0]["ts"], 20e6);
  EXPECT_EQ(moments[1]["name"], "end of: kill threads.shard[1].primary");
}

TEST(TraceJson, IsOrderedByTimeAndExactToTheNanosecond) {
  const nlohmann::json document = nlohmann::json::parse(trace_json(example_result()));
  double before = 0;
  for (const auto& event : document["traceEvents"]) {
    if (event["ph"] != "M") {
      ASSERT_TRUE(event.contains("ts"));
      EXPECT_GE(event["ts"].get<double>(), before);
      before = event["ts"];
    }
  }
  EXPECT_EQ(before, 40e6);
  EXPECT_THAT(trace_json(example_result()), testing::HasSubstr("\"ts\":12000001.5,"));
}

TEST(TraceJson, CarriesAnyText) {
  for (const std::string& text : hostile_texts()) {
    RunResult result = example_result();
    result.traces[0].spans[0].operation = text;
    result.traces[0].spans[0].component = text;
    result.traces[0].spans[0].address = text;
    result.timeline[0].text = text;
    EXPECT_TRUE(nlohmann::json::parse(trace_json(result), nullptr, false).is_object()) << text;
  }
}

}  // namespace
}  // namespace napkin::reports
