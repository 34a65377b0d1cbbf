using System.Text;

namespace MeshLab.Core.Simulation;

/// <summary>Writes the kubeconfig of the demo clusters: whole or not at all, readable by its owner only.</summary>
internal static class DemoKubeconfig
{
    public static async Task WriteAsync(string path, Uri address, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("# Written by MeshLab at each start. The demo clusters are simulated.\napiVersion: v1\nkind: Config\ncurrent-context: demo\nclusters:\n");
        foreach (var name in names)
        {
            text.Append("- name: ").Append(name).Append("\n  cluster:\n    server: ").Append(address.ToString().TrimEnd('/')).Append("/clusters/").Append(name).Append('\n');
        }

        text.Append("contexts:\n");
        foreach (var name in names)
        {
            text.Append("- name: ").Append(name).Append("\n  context:\n    cluster: ").Append(name).Append("\n    user: demo\n    namespace: default\n");
        }

        text.Append("users:\n- name: demo\n  user: {}\n");
        var temporary = path + ".new";
        await File.WriteAllTextAsync(temporary, text.ToString(), cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
