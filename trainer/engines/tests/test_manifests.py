"""The manifests for Kubernetes say what a run needs, and the end of a job is read as it is. Run by `./hone interop engines`."""

import sys
import unittest
from pathlib import Path

import yaml

ENGINES = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ENGINES / "kubernetes")]

import submit  # noqa: E402

JOB = "/var/lib/hone/runs/Run_1/job.json"


def manifest(name):
    return yaml.safe_load(submit.filled((ENGINES / "kubernetes" / name).read_text(), JOB, "Run_1"))


def mounted(pod):
    """The claim that each container sees at a path."""
    claims = {volume["name"]: volume["persistentVolumeClaim"]["claimName"] for volume in pod["volumes"]}
    return [{mount["mountPath"]: claims[mount["name"]] for mount in container["volumeMounts"]} for container in pod["containers"]]


SHARED = {"/var/lib/hone/models": "hone-models", "/var/lib/hone/runs": "hone-runs"}


class Manifests(unittest.TestCase):
    def test_a_train_job_starts_torchrun_with_the_job_where_the_service_wrote_it(self):
        job = manifest("trainjob.yaml")

        self.assertEqual((job["apiVersion"], job["kind"]), ("trainer.kubeflow.org/v1alpha1", "TrainJob"))
        self.assertEqual(job["metadata"]["name"], "hone-run-1")
        self.assertEqual(job["spec"]["runtimeRef"]["name"], "torch-distributed")
        self.assertEqual(job["spec"]["trainer"]["command"][-1], JOB)
        self.assertEqual(
            job["spec"]["trainer"]["numProcPerNode"], job["spec"]["trainer"]["resourcesPerNode"]["limits"]["nvidia.com/gpu"]
        )
        (patch,) = job["spec"]["runtimePatches"]
        (node,) = patch["trainingRuntimeSpec"]["template"]["spec"]["replicatedJobs"]
        self.assertEqual(mounted(node["template"]["spec"]["template"]["spec"]), [SHARED])

    def test_a_ray_job_has_as_many_processes_as_accelerators_and_goes_at_its_end(self):
        job = manifest("rayjob.yaml")
        cluster = job["spec"]["rayClusterSpec"]
        (workers,) = cluster["workerGroupSpecs"]
        (container,) = workers["template"]["spec"]["containers"]

        self.assertEqual((job["apiVersion"], job["kind"]), ("ray.io/v1", "RayJob"))
        self.assertIn(f"{JOB} --workers 8 --gpus 1", job["spec"]["entrypoint"])
        self.assertEqual(workers["replicas"] * container["resources"]["limits"]["nvidia.com/gpu"], 8)
        self.assertTrue(job["spec"]["shutdownAfterJobFinishes"])
        for pod in (cluster["headGroupSpec"]["template"]["spec"], workers["template"]["spec"]):
            self.assertEqual(mounted(pod), [SHARED])

    def test_the_versions_of_image_and_manifest_are_the_pinned_ones(self):
        pinned = (ENGINES / "trl" / "ray-requirements.txt").read_text().split("==")[1].strip()
        self.assertEqual(manifest("rayjob.yaml")["spec"]["rayClusterSpec"]["rayVersion"], pinned)

    def test_a_path_that_could_change_the_manifest_is_refused(self):
        with self.assertRaises(SystemExit):
            submit.filled("JOB_FILE", '/runs/"], privileged: ["', "run-1")

    def test_the_end_is_read_from_either_kind_of_status(self):
        complete = {"status": {"conditions": [{"type": "Complete", "status": "True"}]}}
        failed = {"status": {"conditions": [{"type": "Suspended", "status": "False"}, {"type": "Failed", "status": "True"}]}}
        by_ray = {"status": {"jobDeploymentStatus": "Complete", "jobStatus": "SUCCEEDED"}}
        broken = {"status": {"jobDeploymentStatus": "Failed", "jobStatus": "FAILED"}}

        self.assertEqual([submit.ended(job) for job in (complete, failed, by_ray, broken, {})], [0, 1, 0, 1, None])


if __name__ == "__main__":
    unittest.main()
