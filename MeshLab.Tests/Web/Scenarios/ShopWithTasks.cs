using MeshLab.Tests.Scenarios;

namespace MeshLab.Tests.Web.Scenarios;

/// <summary>A folder with a good scenario, a broken one, and a roadmap with the tasks of the good one.</summary>
internal static class ShopWithTasks
{
    public static void Fill(ScenarioFolder folder)
    {
        folder.Write(".roadmap/phase.md", "## 9.1 Shop\n\n- [ ] Install app\n- [ ] Check app\n");
        folder.Write("broken/scenario.yaml", "kind: Scenario\n");
        folder.Write("shop/README.md", "Sell **things**.\n");
        folder.Write("shop/scenario.yaml", ScenarioFolder.Valid + """
                  covers: [9.1/install-app]
                  verify:
                    - title: It is there
                      covers: [9.1/check-app]
                      assert: { apiVersion: v1, kind: ConfigMap, metadata: { name: app } }

            """);
    }
}
