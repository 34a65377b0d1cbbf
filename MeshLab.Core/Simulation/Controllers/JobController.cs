using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Runs the pods of each Job until enough have succeeded or too many have failed.</summary>
internal sealed class JobController(ControllerContext context) : IController
{
    public string Name => "job-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        ("batch", "jobs") => [key],
        ("", "pods") => Ownership.ControllerKey(resource, "Job", "batch", "jobs"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } job || job.IsTerminating())
        {
            return null;
        }

        if (Conditions.IsTrue(job, "Complete") || Conditions.IsTrue(job, "Failed"))
        {
            return CleanUp(key, job);
        }

        var pods = Ownership.Claim(context, job, "", "pods");
        var succeeded = pods.Count(one => one.Text("status", "phase") == "Succeeded");
        var failed = pods.Count(one => one.Text("status", "phase") == "Failed");
        var active = pods.Where(PodReadiness.IsActive).ToList();
        var completions = job.Integer("spec", "completions") ?? 1;
        var isOver = failed > (job.Integer("spec", "backoffLimit") ?? 6);
        if (isOver || job.Flag("spec", "suspend"))
        {
            foreach (var pod in active)
            {
                context.Delete(new ObjectKey("", "pods", key.Namespace, pod.Name()));
            }

            active.Clear();
        }
        else
        {
            for (var missing = Math.Min(job.Integer("spec", "parallelism") ?? 1, completions - succeeded) - active.Count; missing > 0; missing--)
            {
                active.Add(Create(job));
            }
        }

        var done = succeeded >= completions;
        WriteStatus(key, active, succeeded, failed, done, isOver);
        if (done)
        {
            context.Events.Normal(job, "Completed", "Job completed", Name);
        }
        else if (isOver)
        {
            context.Events.Warning(job, "BackoffLimitExceeded", "Job has reached the specified backoff limit", Name);
        }

        return null;
    }

    private JsonObject Create(JsonObject job)
    {
        var pod = PodTemplate.Pod(job, labels:
        [
            new("batch.kubernetes.io/job-name", job.Name()),
            new("batch.kubernetes.io/controller-uid", job.Uid()),
            new("job-name", job.Name()),
            new("controller-uid", job.Uid()),
        ]);
        var spec = pod.Map("spec");
        spec["restartPolicy"] = job.Text("spec", "template", "spec", "restartPolicy") ?? "Never";
        var created = context.Create(pod);
        context.Events.Normal(job, "SuccessfulCreate", $"Created pod: {created.Name()}", Name);
        return created;
    }

    private TimeSpan? CleanUp(ObjectKey key, JsonObject job)
    {
        if (job.Integer("spec", "ttlSecondsAfterFinished") is not { } seconds)
        {
            return null;
        }

        var ended = job.Items("status", "conditions").Where(one => one.Text("type") is "Complete" or "Failed").Select(one => one.Time("lastTransitionTime")).Max() ?? context.Now;
        var left = ended.AddSeconds(seconds) - context.Now;
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        context.Delete(key);
        return null;
    }

    private void WriteStatus(ObjectKey key, List<JsonObject> active, int succeeded, int failed, bool done, bool isOver) => context.Change(key, live =>
    {
        var now = context.Cluster.Timestamp;
        var status = live.Map("status");
        status["startTime"] ??= now;
        foreach (var (field, count) in new[] { ("active", active.Count), ("succeeded", succeeded), ("failed", failed) })
        {
            if (count > 0)
            {
                status[field] = count;
            }
            else
            {
                status.Remove(field);
            }
        }

        status["ready"] = active.Count(PodReadiness.IsReady);
        status["terminating"] = 0;
        status["uncountedTerminatedPods"] ??= new JsonObject();
        if (done)
        {
            status["completionTime"] ??= now;
            Conditions.Set(live, "SuccessCriteriaMet", true, "CompletionsReached", "Reached expected number of succeeded pods", now);
            Conditions.Set(live, "Complete", true, "CompletionsReached", "Reached expected number of succeeded pods", now);
        }
        else if (isOver)
        {
            Conditions.Set(live, "FailureTarget", true, "BackoffLimitExceeded", "Job has reached the specified backoff limit", now);
            Conditions.Set(live, "Failed", true, "BackoffLimitExceeded", "Job has reached the specified backoff limit", now);
        }
    });
}
