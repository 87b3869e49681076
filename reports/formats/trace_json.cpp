#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/format_registry.h"
#include "reports/json.h"
#include "reports/numbers.h"

// Chrome's trace event format, read by ui.perfetto.dev and chrome://tracing: a process per
// component, a thread per instance, an asynchronous slice per hop, since hops at one instance
// overlap without nesting.
namespace napkin::reports {

namespace {

// Numbers of processes and threads, in the order of the scenario, then of appearance.
class Places {
 public:
  struct Place {
    std::uint64_t process = 0;
    std::uint64_t thread = 0;
  };

  Place place_of(const std::string& component, const std::string& address) {
    auto& [process, threads] = processes_[component];
    if (process == 0) {
      process = processes_.size();
    }
    const auto [thread, is_new] = threads.emplace(address, threads.size() + 1);
    return {process, thread->second};
  }

  template <typename Visitor>
  void for_each(Visitor&& visit) const {
    for (const auto& [component, entry] : processes_) {
      for (const auto& [address, thread] : entry.second) {
        visit(component, address, Place{entry.first, thread});
      }
    }
  }

 private:
  std::map<std::string, std::pair<std::uint64_t, std::map<std::string, std::uint64_t>>> processes_;
};

struct Event {
  std::chrono::nanoseconds at{};
  std::string text;  // one JSON object
  std::size_t sequence = 0;
};

// Microseconds as an exact decimal number. JSON is written here by hand around it, for a double
// would be rounded.
std::string timestamp(std::chrono::nanoseconds at) {
  return exact_decimal(at.count(), 3);
}

std::string metadata(std::string_view kind, Places::Place place, std::string_view name) {
  return Json(Json::Object{{"args", Json::Object{{"name", name}}},
                           {"name", kind},
                           {"ph", "M"},
                           {"pid", place.process},
                           {"tid", place.thread}})
      .compact();
}

std::string half_of_slice(char phase,
                          const TraceSpan& span,
                          Places::Place place,
                          const Json& arguments) {
  const std::string head = fmt::format(
      R"({{"ph":"{}","ts":{},)", phase, timestamp(phase == 'b' ? span.start : span.end));
  const std::string rest = Json(Json::Object{{"args", arguments},
                                             {"cat", "request"},
                                             {"id", fmt::format("0x{:x}", span.span_id)},
                                             {"name", span.operation},
                                             {"pid", place.process},
                                             {"tid", place.thread}})
                               .compact();
  return head + rest.substr(1);
}

Json arguments_of(const Trace& trace, const TraceSpan& span) {
  return Json::Object{{"address", span.address},
                      {"kept_because", to_string(trace.reason)},
                      {"parent", fmt::format("0x{:x}", span.parent_id)},
                      {"queue_wait_us", static_cast<double>(span.queue_wait.count()) / 1e3},
                      {"request", trace.operation},
                      {"status", span.status},
                      {"trace", fmt::format("0x{:x}", trace.trace_id)}};
}

void add_spans(std::vector<Event>& events, Places& places, const Trace& trace) {
  for (const TraceSpan& span : trace.spans) {
    const Places::Place place = places.place_of(span.component, span.address);
    events.push_back({span.start, half_of_slice('b', span, place, arguments_of(trace, span)), 0});
    events.push_back({span.end, half_of_slice('e', span, place, Json(Json::Object{})), 0});
  }
}

void add_moment(std::vector<Event>& events, std::chrono::nanoseconds at, const std::string& text) {
  const std::string rest =
      Json(Json::Object{{"cat", "timeline"}, {"name", text}, {"pid", 0}, {"s", "g"}, {"tid", 0}})
          .compact();
  events.push_back({at, fmt::format(R"({{"ph":"i","ts":{},)", timestamp(at)) + rest.substr(1), 0});
}

void add_timeline(std::vector<Event>& events, const std::vector<TimelineEvent>& timeline) {
  for (const TimelineEvent& event : timeline) {
    add_moment(events, event.since, event.text);
    if (event.until.has_value()) {
      add_moment(events, *event.until, "end of: " + event.text);
    }
  }
}

std::vector<std::string> names_of(const Places& places) {
  std::vector<std::string> lines{metadata("process_name", {}, "timeline")};
  places.for_each(
      [&lines](const std::string& component, const std::string& address, Places::Place place) {
        lines.push_back(metadata("process_name", place, component));
        lines.push_back(metadata("thread_name", place, address));
      });
  return lines;
}

Places places_of(const RunResult& result) {
  Places places;
  for (const ComponentResult& component : result.components) {
    for (const InstanceResult& instance : component.instances) {
      places.place_of(component.name, instance.address);
    }
  }
  return places;
}

std::vector<OutputFile> render(const RunResult& result) {
  Places places = places_of(result);
  std::vector<Event> events;
  for (const Trace& trace : result.traces) {
    add_spans(events, places, trace);
  }
  add_timeline(events, result.timeline);
  // Equal times stay in the order of the traces.
  for (std::size_t index = 0; index < events.size(); ++index) {
    events[index].sequence = index;
  }
  std::sort(events.begin(), events.end(), [](const Event& left, const Event& right) {
    return std::pair(left.at, left.sequence) < std::pair(right.at, right.sequence);
  });
  std::vector<std::string> lines = names_of(places);
  for (Event& event : events) {
    lines.push_back(std::move(event.text));
  }
  return {{"trace.json",
           fmt::format("{{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n{}\n]}}\n",
                       fmt::join(lines, ",\n"))}};
}

const FormatRegistration kRegistration(
    {"trace_json",
     "trace.json",
     "kept requests hop by hop, for ui.perfetto.dev or chrome://tracing",
     render});

}  // namespace

}  // namespace napkin::reports
